/** Whether this worker can do its work. */
package io.offload.worker.health;
