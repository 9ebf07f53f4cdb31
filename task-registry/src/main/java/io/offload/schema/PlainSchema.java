package io.offload.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A schema made only of the keywords that types and their constraints lead to; the same verdicts as the library's, without it. */
final class PlainSchema {
    private static final Set<String> ANNOTATIONS = Set.of(
            "$schema", "$comment", "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly", "contentEncoding",
            "contentMediaType");

    private final List<PlainKeyword> keywords;

    private PlainSchema(List<PlainKeyword> keywords) {
        this.keywords = List.copyOf(keywords);
    }

    /** Empty when a keyword, or a keyword's value, is beyond this class. */
    static Optional<PlainSchema> compile(JsonNode schema) {
        if (schema.isBoolean() && schema.booleanValue()) {
            return Optional.of(new PlainSchema(List.of()));
        }
        if (!schema.isObject()) {
            return Optional.empty();
        }
        List<PlainKeyword> keywords = new ArrayList<>();
        for (var entry : schema.properties()) {
            if (ANNOTATIONS.contains(entry.getKey())) {
                continue;
            }
            Optional<PlainKeyword> keyword = PlainKeyword.compile(entry.getKey(), entry.getValue(), schema);
            if (keyword.isEmpty()) {
                return Optional.empty();
            }
            keywords.add(keyword.get());
        }
        return Optional.of(new PlainSchema(keywords));
    }

    boolean fits(JsonNode value) {
        for (PlainKeyword keyword : keywords) {
            if (!keyword.fits(value)) {
                return false;
            }
        }
        return true;
    }

    void check(JsonNode value, Place place, Violations violations) {
        for (PlainKeyword keyword : keywords) {
            if (violations.full()) {
                return;
            }
            keyword.check(value, place, violations);
        }
    }
}
