/** Asking runs to stop, one or many. */
package io.offload.api.cancel;
