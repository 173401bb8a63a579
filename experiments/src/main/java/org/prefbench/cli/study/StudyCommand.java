package org.prefbench.cli.study;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prefbench.cli.shared.Candidates;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Listing;
import org.prefbench.cli.shared.ListingOptions;
import org.prefbench.run.Runs;
import org.prefbench.study.Study;
import org.prefbench.study.StudyFile;
import org.prefbench.study.StudyKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Studies: which are shipped, what is in one, and what may be in one. */
@Command(
    name = "study",
    description = "The studies: which are shipped, what is in one, what may be in one.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  prefbench study list",
      "  prefbench study show quickstart > my-study.yaml",
      "  prefbench study explain my-study.yaml",
      "  prefbench study keys"
    })
public final class StudyCommand {
  @Spec private CommandSpec spec;

  @Command(
      name = "list",
      description = "Lists the shipped studies.",
      footer = {"", "Example: prefbench study list --json"})
  int list(@Mixin ListingOptions shown) {
    Listing listing = new Listing("study", "tasks", "methods", "runs", "trials", "title");
    for (String id : StudyFile.shipped()) {
      Study study = StudyFile.load(id, Map.of()).study();
      listing.row(
          id,
          study.tasks().size(),
          study.methods().size(),
          study.runs(),
          study.trials().size(),
          study.title());
    }
    shown.print(spec.commandLine(), listing);
    return ExitCode.OK;
  }

  @Command(
      name = "show",
      description = {
        "Prints a study as YAML with every key.",
        "The output is a study file: save it, change it, run it."
      },
      footer = {"", "Example: prefbench study show quickstart > my-study.yaml"})
  int show(
      @Parameters(
              paramLabel = "STUDY",
              completionCandidates = Candidates.Studies.class,
              description = "The id of a shipped study, or a file.")
          String name) {
    Study study = StudyArguments.load(spec.commandLine(), name).study();
    spec.commandLine().getOut().print(StudyFile.toYaml(study));
    return ExitCode.OK;
  }

  @Command(
      name = "explain",
      description = {
        "Prints every value of a study and where it comes from.",
        "That is a line of the file, the command line, or a default; the defaults of methods "
            + "and teachers are included. Checks the study as 'run' does."
      },
      footer = {"", "Example: prefbench study explain quickstart --set dpo.beta=0.5 --set runs=1"})
  int explain(
      @Parameters(
              paramLabel = "STUDY",
              completionCandidates = Candidates.Studies.class,
              description = "The id of a shipped study, or a file.")
          String name,
      @Option(
              names = "--preset",
              paramLabel = "NAME",
              description = "A preset of the study, as in 'run'.")
          Optional<String> preset,
      @Option(
              names = "--add-method",
              paramLabel = "ID",
              completionCandidates = Candidates.Methods.class,
              description = "A further method, as in 'run'; may be repeated.")
          List<String> added,
      @Option(
              names = "--set",
              paramLabel = "KEY=VALUE",
              description = "Replaces a value, as in 'run'; may be repeated.")
          List<String> set,
      @Option(
              names = "--seed",
              paramLabel = "N",
              description = "Root of the random streams, in place of the study's.")
          Optional<Long> seed,
      @Option(names = "--json", description = "Print JSON.") boolean json) {
    StudyFile.Resolved resolved =
        StudyArguments.load(
            spec.commandLine(),
            name,
            added == null ? List.of() : added,
            preset,
            set == null ? List.of() : set,
            seed);
    Listing listing = new Listing("key", "value", "origin");
    for (StudyFile.Value value : Runs.explain(resolved)) {
      listing.row(value.path(), value.text(), value.origin());
    }
    listing.print(spec.commandLine().getOut(), json);
    return ExitCode.OK;
  }

  @Command(
      name = "keys",
      description = "Lists the keys of a study file with type, default and meaning.",
      footer = {"", "Example: prefbench study keys --json"})
  int keys(@Option(names = "--json", description = "Print JSON.") boolean json) {
    Listing listing = new Listing("key", "value", "default", "meaning");
    for (StudyKeys.Key key : StudyKeys.all()) {
      listing.row(key.path(), key.type(), key.orElse().orElse("required"), key.help());
    }
    listing.print(spec.commandLine().getOut(), json);
    return ExitCode.OK;
  }
}
