/** How a result that comes later becomes an answer: without blocking, and never later than a limit. */
package io.offload.api.answer;
