/**
 * Where a run begins: the body is parsed and checked, the run is inserted together with those of other callers, and the caller is answered after
 * the commit; then its command goes to Kafka.
 */
package io.offload.api.submit;
