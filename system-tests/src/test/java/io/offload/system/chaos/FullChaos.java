package io.offload.system.chaos;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Not part of the short selection: runs with {@code -Dchaos.all=true}, as {@code ./offload chaos} does. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@EnabledIfSystemProperty(named = "chaos.all", matches = "true", disabledReason = "part of ./offload chaos")
@interface FullChaos {}
