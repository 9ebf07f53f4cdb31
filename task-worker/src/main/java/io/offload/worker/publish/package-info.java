/** What a worker says of its tasks when it starts: the rows from which the API knows them, their queues and topics. */
package io.offload.worker.publish;
