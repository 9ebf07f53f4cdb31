package io.offload.api.problem;

import java.util.List;

/** A request that ends with a problem document. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final Problem problem;
    private final transient List<Fault> faults;

    ProblemException(Problem problem, String detail, List<Fault> faults) {
        super(Legible.text(detail), null, false, false);
        this.problem = problem;
        this.faults = List.copyOf(faults.size() > Fault.MOST ? faults.subList(0, Fault.MOST) : faults);
    }

    public Problem problem() {
        return problem;
    }

    public List<Fault> faults() {
        return faults;
    }
}
