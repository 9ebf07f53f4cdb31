/** Every state that a run has had, oldest first. */
package io.offload.api.history;
