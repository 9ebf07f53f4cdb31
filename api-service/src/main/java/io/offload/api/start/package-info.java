/** What an API instance does when it starts: partitions, topics, the database's time. */
package io.offload.api.start;
