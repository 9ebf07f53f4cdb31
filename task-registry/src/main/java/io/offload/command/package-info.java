/** The Kafka contract of commands: topic names, the JSON of a command, and the publisher that sends them and records what Kafka acknowledged. */
package io.offload.command;
