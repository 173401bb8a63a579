package org.prefbench.cli.environment;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Listing;
import org.prefbench.core.Seed;
import org.prefbench.env.digits.DigitClassifier;
import org.prefbench.env.digits.HandwrittenDigits;
import org.prefbench.training.ClassifierTraining;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows how well what rewards digits-v0 tells digits apart, or trains it anew. */
@Command(
    name = "classifier",
    description = {
      "Shows how well the classifier that rewards digits-v0 tells digits apart.",
      "With --train it is trained anew, on the training images alone."
    },
    footer = {
      "",
      "Examples:",
      "  prefbench env classifier",
      "  prefbench env classifier --train classifier.bin --seed 0"
    })
final class ClassifierCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--train",
      paramLabel = "FILE",
      description = "Train one and write its parameters, 4 bytes each, the lowest first.")
  private Optional<Path> file;

  @Option(names = "--seed", paramLabel = "N", description = "Root of the training's randomness.")
  private long seed;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    DigitClassifier classifier =
        file.map(to -> ClassifierTraining.train(new Seed(seed), to))
            .orElseGet(DigitClassifier::shipped);
    Listing listing = new Listing("images", "count", "accuracy");
    row(listing, "training", classifier, HandwrittenDigits.training());
    row(listing, "test", classifier, HandwrittenDigits.test());
    listing.print(spec.commandLine().getOut(), json);
    return ExitCode.OK;
  }

  private static void row(
      Listing listing, String name, DigitClassifier classifier, HandwrittenDigits digits) {
    listing.row(name, digits.count(), classifier.accuracy(digits));
  }
}
