/** Who executes runs, and which ones now. */
package io.offload.api.ui.workers;
