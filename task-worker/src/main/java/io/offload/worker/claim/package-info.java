/** Taking ownership: many runs in one fenced UPDATE, never more than there are slots (and a prefetch of what was just finished). */
package io.offload.worker.claim;
