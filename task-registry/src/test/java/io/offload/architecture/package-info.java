/** What may depend on what. */
package io.offload.architecture;
