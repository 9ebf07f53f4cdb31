/** The process's clock. Leases and due times are judged by the database's clock, never by this one. */
package io.offload.time;
