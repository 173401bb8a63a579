package org.prefbench.core;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Lets the parameters of a nested record stand under their own names, without a prefix. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Inline {
  /**
   * Returns the parameters of the nested record that are no choice here, such as {@code schedule}:
   * they keep what the defaults say and appear nowhere.
   */
  String[] without() default {};
}
