/** The page of one run: its states to scale, input, result, error and logs, why it waits, what it is related to, and what can be done with it. */
package io.offload.api.ui.run;
