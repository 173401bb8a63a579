package org.prefbench.chart;

import org.prefbench.core.Services;

/** The charts on the class path. */
public final class Charts {
  private Charts() {}

  /** Returns the registered charts, looked up by id such as {@code scores}. */
  public static Services<ChartFactory> registered() {
    return new Services<>("chart", ChartFactory.class, ChartFactory::id);
  }
}
