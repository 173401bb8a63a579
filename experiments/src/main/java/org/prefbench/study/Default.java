package org.prefbench.study;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The value, as YAML text, of a key that a study file leaves out; a key without one is required.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Default {
  /** Returns the YAML text. */
  String value();

  /** Returns the YAML text beside a key {@code file}; empty if that makes no difference. */
  String besideFile() default "";
}
