/** What is done again and again while the application lives. */
package io.offload.tick;
