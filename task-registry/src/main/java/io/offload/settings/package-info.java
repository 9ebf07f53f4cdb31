/** Which settings there are, and the check at start that nobody misspelt one or set two that contradict each other. */
package io.offload.settings;
