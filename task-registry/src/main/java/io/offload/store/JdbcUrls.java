package io.offload.store;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;

/**
 * Takes {@code offload.postgres.url} in JDBC's form too: {@code jdbc:postgresql://…} means {@code postgresql://…}. It stands below the expansion of expressions, so that
 * settings that refer to the URL get it in one form too.
 */
@Priority(Priorities.LIBRARY + 400)
public class JdbcUrls implements ConfigSourceInterceptor {
    private static final long serialVersionUID = 1;
    private static final String URL = "offload.postgres.url";
    private static final String JDBC = "jdbc:";

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue value = context.proceed(name);
        boolean jdbc = URL.equals(name) && value != null && value.getValue() != null && value.getValue().startsWith(JDBC);
        return jdbc ? value.withValue(value.getValue().substring(JDBC.length())) : value;
    }
}
