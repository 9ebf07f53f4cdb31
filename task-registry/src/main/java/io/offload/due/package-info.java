/** Runs that wait for a time, a worker or a retry: released to PENDING when they are due. */
package io.offload.due;
