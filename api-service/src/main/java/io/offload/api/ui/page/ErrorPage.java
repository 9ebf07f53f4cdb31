package io.offload.api.ui.page;

import io.offload.api.problem.Fault;
import io.offload.api.problem.ProblemException;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;
import java.util.Objects;

/** What went wrong, for people. */
final class ErrorPage {
    private ErrorPage() {}

    @CheckedTemplate(basePath = "page")
    record error(int status, String title, String detail, List<Fault> faults) implements TemplateInstance {}

    static TemplateInstance of(ProblemException problem) {
        return new error(problem.problem().status(), problem.problem().title(), Wording.capitalise(Objects.requireNonNullElse(problem.getMessage(), "")), problem.faults());
    }
}
