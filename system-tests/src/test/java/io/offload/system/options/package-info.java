/** Every option of {@code @Task}, from the submission to what Postgres has in the end. */
package io.offload.system.options;
