package io.offload.devservices.deployment;

import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.ApplicationClassPredicateBuildItem;

/**
 * In development and tests Quarkus loads an application's classes apart from those of its libraries. The bean that makes the catalog of tasks bears a
 * library's name and calls methods of the application: it belongs with them.
 */
final class CatalogOfTheApplication {
    private static final String CATALOG = "io.offload.catalog.TaskCatalog";

    @BuildStep
    ApplicationClassPredicateBuildItem catalogIsOfTheApplication() {
        return new ApplicationClassPredicateBuildItem(name -> name.startsWith(CATALOG));
    }
}
