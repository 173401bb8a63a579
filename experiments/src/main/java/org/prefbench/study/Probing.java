package org.prefbench.study;

import java.util.List;
import java.util.Optional;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;

/** Measurements written as CSV files beside a trial's result. */
public record Probing(
    @Help("actions that the policy draws in a one-step task, with their rewards; 0 for none")
        @Default("0")
        int samples,
    @Help("points per axis of a grid that is moved by the map of a flow policy; 0 for none")
        @Default("0")
        int transportPoints,
    @Help("lower end of the grid on every axis") @Default("-3") double transportLow,
    @Help("upper end of the grid on every axis") @Default("3") double transportHigh,
    @Help("times in [0, 1] at which points on their way are written") @Default("[0, 1]")
        List<Double> transportTimes,
    @Help(
            "start states, never trained on, from which the policy's segments are compared with two"
                + " of the reference by their true returns; 0 for none")
        @Default("0")
        int segments,
    @Help(
            "images of each digit that the policy draws in digits-v0, compared with the reference's from"
                + " the same latents; by default none")
        @Default("''")
        Optional<Integer> images) {
  /** Every two of them are compared. */
  private static final int MOST_IMAGES = 2_000;

  /** Validates the ranges. */
  public Probing {
    Checks.between("samples", samples, 0, Bounds.DRAWS);
    Checks.between("segments", segments, 0, Bounds.DRAWS);
    images.ifPresent(count -> Checks.between("images", count, 2, MOST_IMAGES));
    Checks.between("transport-points", transportPoints, 0, Bounds.POINTS);
    Checks.require(
        transportLow < transportHigh,
        "transport-high must be > transport-low %s, got %s",
        transportLow,
        transportHigh);
    transportTimes = List.copyOf(transportTimes);
    Checks.require(!transportTimes.isEmpty(), "transport-times must have at least one entry");
    Bounds.entries("transport-times", transportTimes);
    for (int i = 0; i < transportTimes.size(); i++) {
      Checks.between("transport-times", transportTimes.get(i), 0, 1);
      Checks.require(
          i == 0 || transportTimes.get(i) > transportTimes.get(i - 1),
          "transport-times must increase, got %s",
          transportTimes);
    }
  }
}
