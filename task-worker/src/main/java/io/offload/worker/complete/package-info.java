/** Writing outcomes: many in one fenced statement, kept and repeated while Postgres is away, refused when the lease was lost. */
package io.offload.worker.complete;
