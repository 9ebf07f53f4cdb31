package io.offload.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import jakarta.inject.Inject;

/** Methods, not fields: Surefire 3.5.3 passes over rules that are fields without a word (TNG/ArchUnit#1442). */
@AnalyzeClasses(packages = "io.offload", importOptions = {ImportOption.DoNotIncludeTests.class, ImportOption.DoNotIncludeJars.class})
class RegistryArchitectureTest {
    @ArchTest
    static void authoringStandsAlone(JavaClasses classes) {
        noClasses().that().resideInAPackage("io.offload.task..")
                .should().dependOnClassesThat(com.tngtech.archunit.base.DescribedPredicate.describe("another part of Offload",
                        other -> other.getPackageName().startsWith("io.offload.") && !other.getPackageName().startsWith("io.offload.task"))).check(classes);
    }

    @ArchTest
    static void statesArePlainJava(JavaClasses classes) {
        classes().that().resideInAPackage("io.offload.run..")
                .should().onlyDependOnClassesThat().resideInAnyPackage("io.offload.run..", "java..").check(classes);
    }

    @ArchTest
    static void onlyTheStoreMakesPools(JavaClasses classes) {
        noClasses().that().resideOutsideOfPackage("io.offload.store..")
                .should().dependOnClassesThat().haveNameMatching(".*(PgBuilder|PgConnectOptions|PoolOptions)").check(classes);
    }

    @ArchTest
    static void storeKnowsNoFeature(JavaClasses classes) {
        noClasses().that().resideInAPackage("io.offload.store..")
                .should().dependOnClassesThat().resideInAnyPackage("io.offload.command..", "io.offload.rescue..", "io.offload.cancel..", "io.offload.due..",
                        "io.offload.cache..", "io.offload.upkeep..", "io.offload.sweep..", "io.offload.event..", "io.offload.catalog..", "io.offload.kafka..").check(classes);
    }

    @ArchTest
    static void injectionIsByConstructor(JavaClasses classes) {
        noFields().should().beAnnotatedWith(Inject.class).check(classes);
    }

    @ArchTest
    static void loggingIsOfOneKind(JavaClasses classes) {
        // a filter is of the other kind, and the development servers set the levels of what they start
        noClasses().that().haveNameNotMatching("io.offload.store.QuietPoolTimers").and().resideOutsideOfPackage("io.offload.devservices..")
                .should().dependOnClassesThat().resideInAnyPackage("java.util.logging..", "org.slf4j..").check(classes);
    }

    @ArchTest
    static void stateOfRecordsAndConstantsIsFinal(JavaClasses classes) {
        fields().that().areStatic().and().areNotPrivate().should().beFinal().check(classes);
    }
}
