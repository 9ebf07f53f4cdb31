/**
 * The tasks of this application: found when it is built ({@link io.offload.catalog.TaskDiscovery}), described by
 * {@link io.offload.catalog.TaskDefinition}, looked up by name in {@link io.offload.catalog.TaskCatalog}, and published to the API as
 * {@link io.offload.catalog.PublishedTask}.
 */
package io.offload.catalog;
