package io.offload.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.NumericNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/** A JSON number that is written back as it was spelled ({@code 0.10}, {@code 1e400}, {@code -0}); its value is exact. */
final class SpelledNumber extends NumericNode {
    private static final long serialVersionUID = 1;
    private final String text;
    private final boolean integral;
    private transient BigDecimal value;

    SpelledNumber(String text, boolean integral) {
        this.text = text;
        this.integral = integral;
    }

    @Override
    public JsonToken asToken() {
        return integral ? JsonToken.VALUE_NUMBER_INT : JsonToken.VALUE_NUMBER_FLOAT;
    }

    @Override
    public NumberType numberType() {
        return integral ? NumberType.BIG_INTEGER : NumberType.BIG_DECIMAL;
    }

    @Override
    public boolean isBigInteger() {
        return integral;
    }

    @Override
    public boolean isIntegralNumber() {
        return integral;
    }

    @Override
    public boolean isBigDecimal() {
        return !integral;
    }

    @Override
    public boolean isFloatingPointNumber() {
        return !integral;
    }

    @Override
    public BigDecimal decimalValue() {
        BigDecimal known = value;
        if (known == null) {
            known = new BigDecimal(text);
            value = known;
        }
        return known;
    }

    @Override
    public Number numberValue() {
        return integral ? bigIntegerValue() : decimalValue();
    }

    @Override
    public BigInteger bigIntegerValue() {
        return decimalValue().toBigInteger();
    }

    @Override
    public short shortValue() {
        return decimalValue().shortValue();
    }

    @Override
    public int intValue() {
        return decimalValue().intValue();
    }

    @Override
    public long longValue() {
        return decimalValue().longValue();
    }

    @Override
    public float floatValue() {
        return Float.parseFloat(text);
    }

    @Override
    public double doubleValue() {
        return Double.parseDouble(text);
    }

    @Override
    public boolean canConvertToInt() {
        return within(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    @Override
    public boolean canConvertToLong() {
        return within(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    @Override
    public boolean canConvertToExactIntegral() {
        return integral || decimalValue().signum() == 0 || decimalValue().stripTrailingZeros().scale() <= 0;
    }

    private boolean within(long least, long most) {
        return decimalValue().compareTo(BigDecimal.valueOf(least)) >= 0 && decimalValue().compareTo(BigDecimal.valueOf(most)) <= 0;
    }

    @Override
    public String asText() {
        return text;
    }

    @Override
    public void serialize(JsonGenerator generator, SerializerProvider provider) throws IOException {
        generator.writeNumber(text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NumericNode number && !number.isNaN() && decimalValue().compareTo(number.decimalValue()) == 0;
    }

    @Override
    public int hashCode() {
        return Double.hashCode(doubleValue());
    }
}
