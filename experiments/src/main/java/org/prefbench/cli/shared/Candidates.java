package org.prefbench.cli.shared;

import java.util.Iterator;
import org.prefbench.algorithm.Algorithms;
import org.prefbench.chart.Charts;
import org.prefbench.dataset.GeneratedDataset;
import org.prefbench.env.Environments;
import org.prefbench.policy.Behavior;
import org.prefbench.policy.Behaviors;
import org.prefbench.preference.Labelers;
import org.prefbench.study.StudyFile;

/**
 * What arguments may be, for the completion of a shell: the ids of what is on the class path when
 * its script is made.
 */
public final class Candidates {
  private Candidates() {}

  /** Ids of shipped studies. */
  public static final class Studies implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return StudyFile.shipped().iterator();
    }
  }

  /** Ids of environments. */
  public static final class EnvironmentIds implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Environments.registered().ids().iterator();
    }
  }

  /** Ids of methods. */
  public static final class Methods implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Algorithms.registered().ids().iterator();
    }
  }

  /** Ids of teachers. */
  public static final class Teachers implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Labelers.registered().ids().iterator();
    }
  }

  /** Ids of charts. */
  public static final class ChartIds implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Charts.registered().ids().iterator();
    }
  }

  /** Ids of datasets that can be generated. */
  public static final class DatasetIds implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return GeneratedDataset.all().stream().map(GeneratedDataset::id).iterator();
    }
  }

  /** Ids of behaviour policies. */
  public static final class Policies implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Behaviors.all().stream().map(Behavior::id).iterator();
    }
  }

  /** Tiers of behaviour policies. */
  public static final class Tiers implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Behaviors.all().stream().map(Behavior::tier).distinct().sorted().iterator();
    }
  }
}
