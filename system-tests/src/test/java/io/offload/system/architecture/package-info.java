/** Rules over the code of all modules; {@code task-registry} holds those of its own. */
package io.offload.system.architecture;
