package org.prefbench.cli.method;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Algorithms;
import org.prefbench.algorithm.Needs;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.Candidates;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Listing;
import org.prefbench.cli.shared.ListingOptions;
import org.prefbench.core.Parameters;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Methods: which there are, what they may be told, and whether they keep the rules. */
@Command(
    name = "method",
    description = "The learning methods: which there are, what they may be told, tests of them.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = MethodTestCommand.class,
    footer = {
      "",
      "Examples:",
      "  prefbench method list",
      "  prefbench method show pfm",
      "  prefbench method test pfm",
      "  prefbench --plugins my/jars method list"
    })
public final class MethodCommand {
  @Spec private CommandSpec spec;

  @Command(
      name = "list",
      description = "Lists the methods and what they touch.",
      footer = {"", "Example: prefbench method list --json"})
  int list(@Mixin ListingOptions shown) {
    Listing listing = new Listing("method", "family", "needs", "title");
    for (AlgorithmFactory<?> factory : Algorithms.registered().all()) {
      listing.row(factory.id(), Parameters.word(factory.family()), needs(factory), factory.title());
    }
    shown.print(spec.commandLine(), listing);
    return ExitCode.OK;
  }

  @Command(
      name = "show",
      description = "Shows a method's hyperparameters with defaults and meaning.",
      footer = {"", "Example: prefbench method show dpo"})
  int show(
      @CommandLine.Parameters(
              paramLabel = "METHOD",
              completionCandidates = Candidates.Methods.class,
              description = "The method's id.")
          String id,
      @Option(names = "--json", description = "Print JSON.") boolean json) {
    AlgorithmFactory<?> factory =
        Arguments.typed(spec.commandLine(), () -> Algorithms.registered().get(id));
    PrintWriter out = spec.commandLine().getOut();
    Listing listing = new Listing("hyperparameter", "default", "type", "meaning");
    for (Parameters.Description hyperparameter : Parameters.describe(factory.defaults())) {
      listing.row(
          hyperparameter.key(),
          hyperparameter.value(),
          hyperparameter.type(),
          hyperparameter.help());
    }
    if (!json) {
      Map<String, String> head = new LinkedHashMap<>();
      head.put("method", factory.id());
      head.put("title", factory.title());
      head.put("family", Parameters.word(factory.family()));
      head.put("needs", needs(factory));
      Listing.printRecord(out, false, head);
      out.println();
    }
    listing.print(out, json);
    return ExitCode.OK;
  }

  private static <H extends Record> String needs(AlgorithmFactory<H> factory) {
    Set<Needs> needs = factory.needs(factory.defaults());
    return needs.isEmpty()
        ? "-"
        : needs.stream().sorted().map(Parameters::word).collect(Collectors.joining("+"));
  }
}
