/**
 * Lists of runs, newest first. States that are rare or open are found through the small tables that name such runs, everything else by walking
 * ids backwards, at most so far a call that no list is slow however many runs there are.
 */
package io.offload.api.list;
