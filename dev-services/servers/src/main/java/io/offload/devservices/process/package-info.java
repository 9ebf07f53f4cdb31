/** Processes that outlive a terminal's Ctrl-C and, if need be, their starter: how they are started, recognised and ended. */
package io.offload.devservices.process;
