package io.offload.api.problem;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which methods a path offers, for the header {@code Allow} of a 405 and of the answer to OPTIONS (RFC 9110, 10.2.1). The framework knows them
 * for each class of resources only, and one path may have several.
 */
@Singleton
public class OfferedMethods {
    private static final int AFTER_THE_TOKEN = 800;
    private static final Pattern VARIABLE = Pattern.compile("\\{\\s*\\w+\\s*(?::\\s*([^{}]+?)\\s*)?}");

    private final List<Route> routes = new CopyOnWriteArrayList<>();

    private record Route(Pattern path, int variables, String method) {}

    @Inject
    OfferedMethods(BeanManager beans) {
        for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
            Path root = bean.getBeanClass().getAnnotation(Path.class);
            if (root != null) {
                for (Method method : bean.getBeanClass().getMethods()) {
                    add(root, method);
                }
            }
        }
    }

    /**
     * Adds what no class of resources tells.
     *
     * @param template with variables in braces
     */
    public void add(String method, String template) {
        routes.add(new Route(pattern(template), (int) VARIABLE.matcher(template).results().count(), method));
    }

    /** The methods, in order of the alphabet; none when nothing is there. */
    public Set<String> at(String path) {
        String normal = normal(path);
        List<Route> matching = routes.stream().filter(route -> route.path().matcher(normal).matches()).toList();
        int variables = matching.stream().mapToInt(Route::variables).min().orElse(0); // /runs/cancel is not /runs/{id}
        Set<String> methods = new TreeSet<>();
        matching.stream().filter(route -> route.variables() == variables).forEach(route -> methods.add(route.method()));
        if (!methods.isEmpty()) {
            methods.add("OPTIONS");
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return methods;
    }

    void filter(@Observes Filters filters) {
        filters.register(this::answerOptions, AFTER_THE_TOKEN);
    }

    private void answerOptions(RoutingContext request) {
        Set<String> methods = request.request().method() == HttpMethod.OPTIONS ? at(request.normalizedPath()) : Set.of();
        if (methods.isEmpty()) {
            request.next();
        } else {
            request.response().putHeader("Allow", String.join(", ", methods)).end();
        }
    }

    private void add(Path root, Method method) {
        Path own = method.getAnnotation(Path.class);
        for (Annotation annotation : method.getAnnotations()) {
            jakarta.ws.rs.HttpMethod http = annotation.annotationType().getAnnotation(jakarta.ws.rs.HttpMethod.class);
            if (http != null) {
                add(http.value(), root.value() + (own == null ? "" : "/" + own.value()));
            }
        }
    }

    private static Pattern pattern(String template) {
        Matcher variable = VARIABLE.matcher(normal(template));
        StringBuilder regex = new StringBuilder();
        int end = 0;
        while (variable.find()) {
            regex.append(Pattern.quote(normal(template).substring(end, variable.start())));
            regex.append("(?:").append(variable.group(1) == null ? "[^/]+" : variable.group(1)).append(')');
            end = variable.end();
        }
        return Pattern.compile(regex.append(Pattern.quote(normal(template).substring(end))).toString());
    }

    private static String normal(String path) {
        String single = ("/" + path).replaceAll("/{2,}", "/");
        return single.length() > 1 && single.endsWith("/") ? single.substring(0, single.length() - 1) : single;
    }
}
