/** The tasks that ship with Offload, one class a theme. Add your own beside them. */
package io.offload.examples;
