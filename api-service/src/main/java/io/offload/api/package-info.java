/**
 * The REST API. A run begins in {@code submit}; {@code view} says what it is now, {@code wait} tells when it changes; {@code catalog} knows which
 * tasks there are. {@code list}, {@code history}, {@code logs} and {@code stream} read, {@code cancel} and {@code rerun} act, {@code worker} and
 * {@code queue} are for operation, {@code access} decides who may; {@code problem} is how every error is told.
 */
package io.offload.api;
