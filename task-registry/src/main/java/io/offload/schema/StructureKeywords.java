package io.offload.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keywords of a {@link PlainSchema} that look into objects and arrays. */
final class StructureKeywords {
    private StructureKeywords() {}

    /** {@code required}. */
    record Required(List<String> names) implements PlainKeyword {
        @Override
        public boolean fits(JsonNode value) {
            if (value.isObject()) {
                for (String name : names) {
                    if (value.get(name) == null) {
                        return false;
                    }
                }
            }
            return true;
        }

        @Override
        public void check(JsonNode value, Place place, Violations violations) {
            if (value.isObject()) {
                names.stream().filter(name -> value.get(name) == null).forEach(name -> violations.add(place.at(name), "is required"));
            }
        }
    }

    /** {@code properties}. */
    record Properties(Map<String, PlainSchema> schemas) implements PlainKeyword {
        @Override
        public boolean fits(JsonNode value) {
            if (value.isObject()) {
                for (var entry : value.properties()) {
                    PlainSchema schema = schemas.get(entry.getKey());
                    if (schema != null && !schema.fits(entry.getValue())) {
                        return false;
                    }
                }
            }
            return true;
        }

        @Override
        public void check(JsonNode value, Place place, Violations violations) {
            for (var entry : value.properties()) {
                PlainSchema schema = schemas.get(entry.getKey());
                if (schema != null && !violations.full()) {
                    schema.check(entry.getValue(), place.at(entry.getKey()), violations);
                }
            }
        }
    }

    /** {@code additionalProperties: false}. */
    record NoOthers(Set<String> known) implements PlainKeyword {
        @Override
        public boolean fits(JsonNode value) {
            if (value.isObject()) {
                for (var entry : value.properties()) {
                    if (!known.contains(entry.getKey())) {
                        return false;
                    }
                }
            }
            return true;
        }

        @Override
        public void check(JsonNode value, Place place, Violations violations) {
            for (var entry : value.properties()) {
                if (!known.contains(entry.getKey())) {
                    violations.add(place.at(entry.getKey()), known.isEmpty() ? "is not a known property" : "is not a known property; known are " + String.join(", ", known));
                }
            }
        }
    }

    /** {@code additionalProperties} with a schema, as maps have it. */
    record Others(Set<String> known, PlainSchema schema) implements PlainKeyword {
        @Override
        public boolean fits(JsonNode value) {
            if (value.isObject()) {
                for (var entry : value.properties()) {
                    if (!known.contains(entry.getKey()) && !schema.fits(entry.getValue())) {
                        return false;
                    }
                }
            }
            return true;
        }

        @Override
        public void check(JsonNode value, Place place, Violations violations) {
            for (var entry : value.properties()) {
                if (!known.contains(entry.getKey()) && !violations.full()) {
                    schema.check(entry.getValue(), place.at(entry.getKey()), violations);
                }
            }
        }
    }

    /** {@code items}. */
    record Items(PlainSchema schema) implements PlainKeyword {
        @Override
        public boolean fits(JsonNode value) {
            if (value.isArray()) {
                for (JsonNode item : value) {
                    if (!schema.fits(item)) {
                        return false;
                    }
                }
            }
            return true;
        }

        @Override
        public void check(JsonNode value, Place place, Violations violations) {
            if (value.isArray()) {
                for (int i = 0; i < value.size() && !violations.full(); i++) {
                    schema.check(value.get(i), place.at(i), violations);
                }
            }
        }
    }
}
