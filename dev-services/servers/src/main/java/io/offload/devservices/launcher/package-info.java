/**
 * What {@code ./offload} runs: {@code up} starts Kafka, Postgres, the API and workers on one data folder and supervises them;
 * {@code status}, {@code logs} and {@code down} find them through the files in that folder.
 */
package io.offload.devservices.launcher;
