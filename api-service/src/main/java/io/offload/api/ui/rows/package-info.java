/** Runs as rows of a table: the few columns that a list shows, never inputs and results. */
package io.offload.api.ui.rows;
