package io.offload.system.trace;

import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A span as its service sent it.
 *
 * @param parent hexadecimal, empty for the first of a trace
 * @param attributes all as text
 */
record ReceivedSpan(String service, String trace, String id, String parent, String name, String kind, String status, Map<String, String> attributes) {

    static ReceivedSpan of(String service, Span span) {
        HexFormat hex = HexFormat.of();
        return new ReceivedSpan(service, hex.formatHex(span.getTraceId().toByteArray()), hex.formatHex(span.getSpanId().toByteArray()),
                hex.formatHex(span.getParentSpanId().toByteArray()), span.getName(), span.getKind().name(), span.getStatus().getCode().name(),
                span.getAttributesList().stream().collect(Collectors.toMap(KeyValue::getKey, ReceivedSpan::text)));
    }

    private static String text(KeyValue attribute) {
        return switch (attribute.getValue().getValueCase()) {
            case STRING_VALUE -> attribute.getValue().getStringValue();
            case INT_VALUE -> Long.toString(attribute.getValue().getIntValue());
            default -> attribute.getValue().toString();
        };
    }
}
