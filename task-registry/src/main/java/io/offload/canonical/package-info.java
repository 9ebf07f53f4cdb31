/** One spelling for equal JSON values (RFC 8785), and the cache keys made from it. */
package io.offload.canonical;
