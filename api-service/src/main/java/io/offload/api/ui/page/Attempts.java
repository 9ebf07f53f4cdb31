package io.offload.api.ui.page;

/**
 * A run's attempt in words. Only failures count against what a task allows: an attempt whose worker was lost has another one after it, so that a run of
 * one attempt may be at its second.
 */
public record Attempts(int attempt, int maxAttempts, int losses) {

    /** How many there are at most: {@code " of 4"}; empty when there is only one, or when runs that were given back make the number no limit. */
    public String most() {
        int most = maxAttempts + losses;
        return most > 1 && Math.max(1, attempt) <= most ? " of " + most : "";
    }

    /** Why there are more than the task allows: {@code 1 worker lost}; empty when none was lost. */
    public String lost() {
        return losses == 0 ? "" : losses == 1 ? "1 worker lost" : losses + " workers lost";
    }

    /** In a sentence: {@code Attempt 2 of 5 (1 worker lost)}. */
    public String words() {
        return "Attempt " + attempt + most() + (losses == 0 ? "" : " (" + lost() + ")");
    }
}
