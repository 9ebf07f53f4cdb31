/** For tests of tasks without a worker. */
package io.offload.task.testing;
