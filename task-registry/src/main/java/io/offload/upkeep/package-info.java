/** What keeps tables small and fast: partitions ahead of time, retention, folded statistics, summarised indexes. */
package io.offload.upkeep;
