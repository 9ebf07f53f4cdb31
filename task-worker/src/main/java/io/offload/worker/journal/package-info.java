/** What a run says while it executes: log lines and progress, gathered in memory, stored each second and before the outcome. */
package io.offload.worker.journal;
