package org.prefbench.theory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.prefbench.comparison.Probe;
import org.prefbench.comparison.ReportData;
import org.prefbench.statistics.Statistics;

/**
 * Where the methods put their mass on the eight Gaussians (Kim et al. 2024, arXiv 2405.19806,
 * section 3.2 and figure 2): mean reward and off-support mass of the draws of every method, and the
 * paper's claims about them. A draw is off the support if its reward is below exp(-4.5), that is if
 * it lies more than three standard deviations from every centre.
 */
public final class EightGaussiansCheck implements TheoryCheck {
  private static final double SUPPORT = StrictMath.exp(-4.5);

  @Override
  public String id() {
    return "toy-8-gaussians";
  }

  @Override
  public List<Result> check(ReportData data) {
    List<Result> results = new ArrayList<>();
    for (Probe probe : data.probes("samples")) {
      double[] rewards = probe.column("reward");
      results.add(Result.reported("mean reward, " + probe.method(), Statistics.mean(rewards), ""));
      double off = Arrays.stream(rewards).filter(reward -> !(reward >= SUPPORT)).count();
      results.add(Result.reported("off-support mass, " + probe.method(), off / rewards.length, ""));
    }
    claim(data, "PFM scores higher than its reference", "pfm", "reference").ifPresent(results::add);
    claim(data, "PFM scores higher than RLHF at beta = 1", "pfm", "rlhf").ifPresent(results::add);
    claim(data, "PFM scores higher than DPO at beta = 1", "pfm", "dpo").ifPresent(results::add);
    claim(data, "iterated PFM scores higher than PFM", "pfm-iterated", "pfm")
        .ifPresent(results::add);
    return results;
  }

  private static Optional<Result> claim(
      ReportData data, String statement, String above, String below) {
    OptionalDouble larger = meanReward(data, above);
    OptionalDouble smaller = meanReward(data, below);
    return larger.isPresent() && smaller.isPresent()
        ? Optional.of(Result.claimAbove(statement, larger.getAsDouble(), smaller.getAsDouble()))
        : Optional.empty();
  }

  private static OptionalDouble meanReward(ReportData data, String method) {
    return data.probes("samples").stream()
        .filter(probe -> probe.method().equals(method))
        .mapToDouble(probe -> Statistics.mean(probe.column("reward")))
        .average();
  }
}
