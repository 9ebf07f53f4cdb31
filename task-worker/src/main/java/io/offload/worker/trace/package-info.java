/** Spans: each attempt is one of the trace that its submission belongs to. */
package io.offload.worker.trace;
