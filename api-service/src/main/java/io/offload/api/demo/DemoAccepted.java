package io.offload.api.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The answer to a submission of the demo. */
@RegisterForReflection
public record DemoAccepted(@JsonProperty("task_run_id") @Schema(examples = "019b76da-a800-7000-8000-000000000000") String taskRunId) {}
