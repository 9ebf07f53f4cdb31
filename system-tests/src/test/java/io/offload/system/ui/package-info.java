/** The pages in a real Chromium, over its DevTools protocol: what a person sees and does, and what the browser complains about. */
package io.offload.system.ui;
