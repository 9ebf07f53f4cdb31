/** Whether a claimed run needs to execute at all, or an equal one has already answered. */
package io.offload.worker.cache;
