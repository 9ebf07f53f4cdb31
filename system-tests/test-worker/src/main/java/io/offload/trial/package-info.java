/** Tasks of the system tests, of queue {@code trial}. Each writes down its executions, so that the tests can judge the system from outside. */
package io.offload.trial;
