/** What a run has logged, in order. */
package io.offload.api.logs;
