/** What an API instance does when it starts and before it stops: partitions, topics, the database's time; an answer to everybody who waits. */
package io.offload.api.start;
