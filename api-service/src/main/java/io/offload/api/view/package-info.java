/** What a run is now: the run view, read in groups, always from Postgres. */
package io.offload.api.view;
