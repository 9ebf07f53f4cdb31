/** Starting a worker's parts in order, and draining them in the opposite order when the process is asked to stop. */
package io.offload.worker.lifecycle;
