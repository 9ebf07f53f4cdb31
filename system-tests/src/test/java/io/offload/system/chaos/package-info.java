/** Faults, one scenario each: real processes are killed, frozen and started again on infrastructure of their own, and the oracle judges. */
package io.offload.system.chaos;
