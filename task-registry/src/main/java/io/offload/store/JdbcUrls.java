package io.offload.store;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;

/**
 * Takes {@code offload.postgres.url} in JDBC's form too: {@code jdbc:postgresql://…} means {@code postgresql://…}. It stands above the expansion of
 * expressions, so the datasource's URL, which is made of it, is put right as well.
 */
@Priority(Priorities.APPLICATION)
public class JdbcUrls implements ConfigSourceInterceptor {
    private static final long serialVersionUID = 1;
    private static final String URL = "offload.postgres.url";
    private static final String DATASOURCE_URL = "quarkus.datasource.offload.jdbc.url";
    private static final String JDBC = "jdbc:";

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue value = context.proceed(name);
        if (value == null || value.getValue() == null) {
            return value;
        }
        boolean superfluous = switch (name) {
            case URL -> value.getValue().startsWith(JDBC);
            case DATASOURCE_URL -> value.getValue().startsWith(JDBC + JDBC);
            default -> false;
        };
        return superfluous ? value.withValue(value.getValue().substring(JDBC.length())) : value;
    }
}
