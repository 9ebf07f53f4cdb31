/** Hooks of ended runs: called after the commit, at least once; what they come to is recorded in the run's history and changes nothing else. */
package io.offload.worker.hook;
