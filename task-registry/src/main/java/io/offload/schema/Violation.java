package io.offload.schema;

/**
 * One way in which a JSON value does not fit a schema.
 *
 * @param pointer RFC 6901 pointer of the faulty (or missing) value, for example {@code /rows/0/name}; empty for the whole
 * @param detail what is wrong, for people
 */
public record Violation(String pointer, String detail) {}
