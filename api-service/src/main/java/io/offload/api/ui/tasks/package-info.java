/** The catalog with how each task does, and a form made from a task's input schema. */
package io.offload.api.ui.tasks;
