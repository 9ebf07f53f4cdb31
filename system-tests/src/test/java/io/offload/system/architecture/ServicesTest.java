package io.offload.system.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.offload.system.Project;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The way of a run through the services can be told from their packages, and the hot path waits for nobody. */
class ServicesTest {
    private static final JavaClasses SERVICES = new ClassFileImporter().importPaths(Stream.of("task-registry", "api-service", "task-worker", "task-client")
            .map(module -> Project.home().resolve(module).resolve("target/classes")).toList());
    private static final String[] HOT_PATH = {
        "io.offload.api.submit..", "io.offload.api.wait..", "io.offload.api.view..", "io.offload.worker.claim..", "io.offload.worker.complete.."};

    private static final Set<String> ROOMS = Set.of("submit", "run", "wait", "view", "stream", "history", "logs", "list", "cancel", "rerun", "catalog");
    private static final Set<String> WAITING = Set.of("get", "join", "await", "awaitAnswer", "take", "put");

    @Test
    void apiAndWorkerDoNotKnowEachOther() {
        noClasses().that().resideInAPackage("io.offload.api..").should().dependOnClassesThat().resideInAPackage("io.offload.worker..").check(SERVICES);
        noClasses().that().resideInAPackage("io.offload.worker..").should().dependOnClassesThat().resideInAPackage("io.offload.api..").check(SERVICES);
    }

    @Test
    void whatBothShareKnowsNeither() {
        noClasses().that().resideOutsideOfPackages("io.offload.api..", "io.offload.worker..").should().dependOnClassesThat()
                .resideInAnyPackage("io.offload.api..", "io.offload.worker..").check(SERVICES);
    }

    @Test
    void roomsThatARunPassesInTheApiDependOnEachOtherInOneDirection() {
        slices().matching("io.offload.api.(*)..").namingSlices("$1").that(DescribedPredicate.describe("a run passes", room -> ROOMS.contains(room.getDescription())))
                .should().beFreeOfCycles().check(SERVICES);
    }

    @Test
    void roomsOfTheSharedPartDependOnEachOtherInOneDirection() {
        slices().matching("io.offload.(*)..").should().beFreeOfCycles().check(SERVICES);
    }

    @Test
    void hotPathNeverBlocks() {
        // events are read on a thread of their own
        noClasses().that().resideInAnyPackage(HOT_PATH).and().doNotHaveFullyQualifiedName("io.offload.api.wait.ListenToEvents")
                .should().callMethod(Thread.class, "sleep", long.class)
                .orShould().callMethodWhere(JavaCall.Predicates.target(DescribedPredicate.describe("waits for something", ServicesTest::waits))).check(SERVICES);
    }

    @Test
    void clientNeedsNothingOfOffloadButTasks() {
        classes().that().resideInAPackage("io.offload.client..").should().onlyDependOnClassesThat()
                .resideInAnyPackage("io.offload.client..", "io.offload.task..", "java..", "com.fasterxml.jackson..").check(SERVICES);
    }

    private static boolean waits(AccessTarget target) {
        return WAITING.contains(target.getName()) && (target.getOwner().isAssignableTo(Future.class) || target.getOwner().isAssignableTo(CountDownLatch.class)
                || target.getOwner().isAssignableTo(BlockingQueue.class) || target.getOwner().isEquivalentTo(Thread.class)
                || target.getOwner().getFullName().equals("io.offload.store.Postgres"));
    }
}
