/** What the release after the trial worker's changes. */
package io.offload.next;
