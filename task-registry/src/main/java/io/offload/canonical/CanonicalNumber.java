package io.offload.canonical;

import java.math.BigDecimal;

/**
 * Numbers as ECMAScript's {@code Number::toString} writes them (ECMA-262 §6.1.6.1.20, as RFC 8785 §3.2.2.3 asks), but over all digits of the
 * value instead of the shortest that a double is known by. The two differ only where the double's text has another value.
 */
final class CanonicalNumber {
    /** ECMAScript writes values below 1e21 and from 1e-6 without an exponent. */
    private static final int MOST_PLAIN_DIGITS = 21;

    private static final int LEAST_PLAIN_POINT = -6;

    private CanonicalNumber() {}

    static void append(StringBuilder out, BigDecimal value) {
        if (value.signum() == 0) {
            out.append('0');
            return;
        }
        if (value.signum() < 0) {
            out.append('-');
        }
        BigDecimal stripped = value.abs().stripTrailingZeros();
        String digits = stripped.unscaledValue().toString();
        // The value is 0.digits times ten to the power of point.
        int point = digits.length() - stripped.scale();
        if (digits.length() <= point && point <= MOST_PLAIN_DIGITS) {
            out.append(digits).repeat('0', point - digits.length());
        } else if (0 < point && point <= MOST_PLAIN_DIGITS) {
            out.append(digits, 0, point).append('.').append(digits, point, digits.length());
        } else if (LEAST_PLAIN_POINT < point && point <= 0) {
            out.append("0.").repeat('0', -point).append(digits);
        } else {
            out.append(digits.charAt(0));
            if (digits.length() > 1) {
                out.append('.').append(digits, 1, digits.length());
            }
            out.append('e').append(point > 0 ? "+" : "").append(point - 1);
        }
    }
}
