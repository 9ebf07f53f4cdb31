/** Counts and durations of runs by the minute, from the folded statistics; the run table is never counted. */
package io.offload.api.ui.statistics;
