/** One run by its id, as it is now or when it has ended. */
package io.offload.api.run;
