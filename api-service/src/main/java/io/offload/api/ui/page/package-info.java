/** What all pages share: answers and errors as HTML, the security headers, the token of forms, and how times, durations and JSON are written. */
package io.offload.api.ui.page;
