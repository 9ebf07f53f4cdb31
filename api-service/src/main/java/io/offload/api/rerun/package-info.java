/** A new run with the input of one that has ended. */
package io.offload.api.rerun;
