/** One Postgres server, unpacked from a jar, as a process of its own, its cluster kept in a folder. */
package io.offload.devservices.postgres;
