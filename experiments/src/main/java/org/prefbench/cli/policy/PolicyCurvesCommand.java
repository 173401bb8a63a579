package org.prefbench.cli.policy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.prefbench.chart.TrainingCurveChart;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Overwriting;
import org.prefbench.core.AtomicFiles;
import org.prefbench.plot.Format;
import org.prefbench.plot.Picture;
import org.prefbench.store.LearningCurve;
import org.prefbench.store.TrainingRecord;
import org.prefbench.training.PolicyTraining;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws the learning curves of trainings of behaviour policies. */
@Command(
    name = "curves",
    description = "Draws the learning curves of trainings, a panel for each.",
    footer = {"", "Example:", "  prefbench policy curves results/training/*/ --out curves.png"})
final class PolicyCurvesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "DIR",
      arity = "1..*",
      description = "Folders of trainings, see 'policy train'.")
  private List<Path> trainings;

  @Option(
      names = {"--out", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "The picture, PNG, SVG or PDF by its ending; one that is there is replaced.")
  private Path output;

  @Mixin private Overwriting overwriting;

  @Override
  public Integer call() {
    Format format = Arguments.typed(spec.commandLine(), () -> Format.of("--out", output));
    Arguments.checkWritable(output);
    overwriting.check(output, Overwriting.NEVER);
    Map<String, LearningCurve> curves = new LinkedHashMap<>();
    for (Path folder : trainings) {
      TrainingRecord record = PolicyTraining.record(folder);
      LearningCurve curve = LearningCurve.read(PolicyTraining.curve(folder));
      String title = title(record);
      curves.put(curves.containsKey(title) ? title + " (" + folder + ")" : title, curve);
    }
    Picture picture = TrainingCurveChart.draw(curves);
    AtomicFiles.write(output, stream -> stream.write(picture.bytes(format)));
    return ExitCode.OK;
  }

  private static String title(TrainingRecord training) {
    boolean annealed = !training.settings().getOrDefault("annealing-steps", "0").equals("0");
    return training.environment()
        + ", seed "
        + training.seed()
        + (annealed ? ", annealed at the end" : "");
  }
}
