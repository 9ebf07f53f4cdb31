/** Traces: what a request starts belongs to the request's own span. */
package io.offload.api.trace;
