package io.offload.examples;

import io.offload.task.TaskAvailability;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Tells before anybody submits one that casting needs a language model which is not configured. */
@ApplicationScoped
public class ModelAvailability implements TaskAvailability {
    private final LanguageModel model;

    public ModelAvailability(LanguageModel model) {
        this.model = model;
    }

    @Override
    public String task() {
        return "create-structured-output";
    }

    @Override
    public Optional<String> unavailableBecause() {
        return model.missing();
    }
}
