/** The life of a run: its states, which may follow which, and what each carries. Plain Java; the database refuses the same things by CHECK. */
package io.offload.run;
