package io.offload.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.inject.Inject;

@AnalyzeClasses(packages = "io.offload", importOptions = {ImportOption.DoNotIncludeTests.class, ImportOption.DoNotIncludeJars.class})
class RegistryArchitectureTest {
    @ArchTest
    static final ArchRule AUTHORING_STANDS_ALONE = noClasses().that().resideInAPackage("io.offload.task..")
            .should().dependOnClassesThat(com.tngtech.archunit.base.DescribedPredicate.describe("another part of Offload",
                    other -> other.getPackageName().startsWith("io.offload.") && !other.getPackageName().startsWith("io.offload.task")));

    @ArchTest
    static final ArchRule STATES_ARE_PLAIN_JAVA = classes().that().resideInAPackage("io.offload.run..")
            .should().onlyDependOnClassesThat().resideInAnyPackage("io.offload.run..", "java..");

    @ArchTest
    static final ArchRule ONLY_THE_STORE_MAKES_POOLS = noClasses().that().resideOutsideOfPackage("io.offload.store..")
            .should().dependOnClassesThat().haveNameMatching(".*(PgBuilder|PgConnectOptions|PoolOptions)");

    @ArchTest
    static final ArchRule STORE_KNOWS_NO_FEATURE = noClasses().that().resideInAPackage("io.offload.store..")
            .should().dependOnClassesThat().resideInAnyPackage("io.offload.command..", "io.offload.rescue..", "io.offload.cancel..", "io.offload.due..",
                    "io.offload.cache..", "io.offload.upkeep..", "io.offload.sweep..", "io.offload.event..", "io.offload.catalog..", "io.offload.kafka..");

    @ArchTest
    static final ArchRule INJECTION_IS_BY_CONSTRUCTOR = noFields().should().beAnnotatedWith(Inject.class);

    @ArchTest
    static final ArchRule LOGGING_IS_OF_ONE_KIND = noClasses().that().haveNameNotMatching("io.offload.store.QuietPoolTimers") // a filter is of that kind
            .should().dependOnClassesThat().resideInAnyPackage("java.util.logging..", "org.slf4j..");

    @ArchTest
    static final ArchRule STATE_OF_RECORDS_AND_CONSTANTS_IS_FINAL = fields().that().areStatic().and().areNotPrivate().should().beFinal();
}
