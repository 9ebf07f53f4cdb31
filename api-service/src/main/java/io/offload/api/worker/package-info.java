/** Who executes runs now. */
package io.offload.api.worker;
