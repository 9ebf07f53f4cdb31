/** The list of runs: filters that live in the address, pages by key, live rows, and what is done to many runs at once. */
package io.offload.api.ui.runs;
