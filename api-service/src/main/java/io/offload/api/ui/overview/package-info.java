/** How the whole is doing: runs by state, throughput and failures over time, latency, queues and workers. */
package io.offload.api.ui.overview;
