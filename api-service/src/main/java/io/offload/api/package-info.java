/**
 * The REST API. A run begins in {@code submit}; {@code view} says what it is now, {@code wait} tells when it changes; {@code catalog} knows which
 * tasks there are; {@code problem} is how every error is told.
 */
package io.offload.api;
