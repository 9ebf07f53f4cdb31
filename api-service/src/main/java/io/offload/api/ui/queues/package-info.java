/** What waits in each queue, how far Kafka's consumers are behind, and holding a queue back. */
package io.offload.api.ui.queues;
