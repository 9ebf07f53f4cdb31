/** Errors as RFC 9457 problem documents, every kind from one enum. */
package io.offload.api.problem;
