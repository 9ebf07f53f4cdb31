/**
 * The Dockerfiles, the compose files and what native images need, checked without a container engine; {@code ./offload containers test} runs them on one.
 * {@code compose-spec.json} is the JSON schema of the Compose Specification, by its authors under the Apache License 2.0, as compose-go 2.4.8 has it.
 */
package io.offload.system.containers;
