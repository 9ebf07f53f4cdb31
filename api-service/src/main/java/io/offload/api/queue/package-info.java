/** How full the queues are, and holding them back. */
package io.offload.api.queue;
