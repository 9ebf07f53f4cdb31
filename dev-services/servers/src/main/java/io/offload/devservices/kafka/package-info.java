/** One Kafka node (broker and controller in one) as a process of its own, its log kept in a folder. */
package io.offload.devservices.kafka;
