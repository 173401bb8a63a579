package org.prefbench.core;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Explains a parameter in one line: meaning, range, and where the default comes from. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@Repeatable(Help.Lines.class)
public @interface Help {
  /** Returns the explanation. */
  String value();

  /**
   * Returns which parameter of a nested record is explained here, in place of what the nested
   * record says about it, such as {@code batch-size}; empty where the component itself is meant.
   */
  String of() default "";

  /** Several explanations on one component. */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.RECORD_COMPONENT)
  @interface Lines {
    /** Returns the explanations. */
    Help[] value();
  }
}
