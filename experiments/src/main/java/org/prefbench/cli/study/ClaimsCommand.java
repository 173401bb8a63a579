package org.prefbench.cli.study;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.prefbench.claims.ClaimEvaluation;
import org.prefbench.claims.ClaimEvaluation.Acting;
import org.prefbench.claims.ClaimEvaluation.Options;
import org.prefbench.claims.ClaimFormula;
import org.prefbench.claims.ClaimMatrix;
import org.prefbench.claims.ClaimResult;
import org.prefbench.claims.ClaimResult.Verdict;
import org.prefbench.claims.ClaimTable;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Listing;
import org.prefbench.cli.shared.ListingOptions;
import org.prefbench.cli.shared.Messages;
import org.prefbench.cli.shared.Overwriting;
import org.prefbench.cli.shared.SortOption;
import org.prefbench.cli.shared.TerminalOptions;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.Checks;
import org.prefbench.core.Parameters;
import org.prefbench.published.PublishedSides;
import org.prefbench.report.document.Document;
import org.prefbench.report.document.Markdown;
import org.prefbench.report.document.Terminal;
import org.prefbench.store.Home;
import org.prefbench.store.ResultCheck;
import org.prefbench.study.Claim;
import org.prefbench.study.ClaimFile;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Claims about the experiments: which there are, and what the results say of them. */
@Command(
    name = "claims",
    description = "Claims about the experiments, the paper's and ours, and what results say.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  prefbench claims list",
      "  prefbench claims check",
      "  prefbench claims check pfm-above-bc --results results/local"
    })
public final class ClaimsCommand {
  private static final String PAGE = "README.md";
  private static final String VERDICTS = "verdicts.csv";

  @Spec private CommandSpec spec;

  @Command(
      name = "list",
      description = "Lists the claims.",
      footer = {"", "Example: prefbench claims list --json"})
  int list(
      @Option(
              names = "--claims",
              paramLabel = "FILE",
              description = "A YAML file of claims, in place of those shipped.")
          Optional<Path> file,
      @Mixin ListingOptions shown) {
    Listing listing = new Listing("claim", "by", "study", "place", "comparison", "statement");
    for (Claim claim : claims(file).claims()) {
      listing.row(
          claim.id(),
          Parameters.word(claim.by()),
          claim.study(),
          claim.place(),
          ClaimFormula.of(claim),
          claim.statement());
    }
    shown.print(spec.commandLine(), listing);
    return ExitCode.OK;
  }

  @Command(
      name = "check",
      description = {
        "Holds the claims against the rows of the studies.",
        "A claim holds, fails, or is undecided by its interval; it is not tested where there are no"
            + " results, nor where it is withdrawn. Claims of one family are also corrected for their"
            + " number, and the file's protocols show the verdicts side by side. Results that were"
            + " changed are refused. With --strict, exit code 5 if one fails or is undecided."
      },
      footer = {
        "",
        "Examples:",
        "  prefbench claims check --strict",
        "  prefbench claims check pfm-above-bc pfm-above-dpo --json",
        "  prefbench claims check --output results/claims    # writes a page"
      })
  int check(
      @CommandLine.Parameters(
              paramLabel = "ID",
              description = "Claims, see 'claims list' (default: all).")
          List<String> ids,
      @Option(
              names = "--results",
              paramLabel = "DIR",
              description =
                  "The folder with a folder of results for each study (default: the committed ones).")
          Optional<Path> results,
      @Option(
              names = "--claims",
              paramLabel = "FILE",
              description = "A YAML file of claims, in place of those shipped.")
          Optional<Path> file,
      @Option(
              names = "--level",
              paramLabel = "P",
              defaultValue = "0.95",
              description = "Coverage of the intervals (default: ${DEFAULT-VALUE}).")
          double level,
      @Option(
              names = "--other-mode",
              description =
                  "Compare policies in the mode that is not the study's headline: by their mean "
                      + "where that is sampled. The page of --output has both.")
          boolean otherMode,
      @Option(
              names = "--partial",
              description =
                  "Decide a claim on those of its tasks that have results, where others have none; "
                      + "otherwise it is not tested.")
          boolean partial,
      @Option(names = "--strict", description = "Exit with 5 if a claim fails or is undecided.")
          boolean strict,
      @Option(
              names = "--output",
              paramLabel = "FOLDER",
              description =
                  "Also write the verdicts there, as README.md, and those under each protocol with all"
                      + " their numbers as verdicts.csv.")
          Optional<Path> output,
      @Mixin Overwriting overwriting,
      @Mixin SortOption sort,
      @Mixin TerminalOptions terminal,
      @Option(names = "--json", description = "Print JSON.") boolean json) {
    CommandLine command = spec.commandLine();
    ClaimFile.Claims known = claims(file);
    List<Claim> claims = chosen(known.claims(), ids == null ? List.of() : ids);
    Options options =
        Arguments.typed(
            command, () -> new Options(level, otherMode ? Acting.OTHER : Acting.HEADLINE, partial));
    results.ifPresent(
        path ->
            Arguments.checkTyped(
                command,
                () ->
                    Checks.require(
                        Files.isDirectory(path), "--results: there is no folder %s", path)));
    Path folder = results.orElseGet(Home::results);
    output.ifPresent(
        path -> {
          Arguments.checkWritableFolder(path);
          overwriting.check(path.resolve(PAGE), Overwriting.beginningWith("# " + ClaimTable.TITLE));
          overwriting.check(
              path.resolve(VERDICTS),
              Overwriting.beginningWith(String.join(",", ClaimMatrix.COLUMNS)));
        });
    ClaimEvaluation evaluation = new ClaimEvaluation(folder, options);
    List<Claim> related = withFamilies(known.claims(), claims);
    evaluation.stores(related, known.protocols()).forEach(ResultCheck::requireUnchanged);
    List<ClaimResult> verdicts = only(evaluation.evaluate(related), claims);
    ClaimMatrix matrix = ClaimMatrix.of(evaluation, known.protocols(), related).of(claims);
    output.ifPresent(path -> write(path, evaluation, related, claims, matrix));
    if (json) {
      Listing.printJson(command.getOut(), verdicts.stream().map(ClaimsCommand::asMap).toList());
    } else {
      command
          .getOut()
          .print(
              Terminal.of(sort.of(command, ClaimTable.summary(verdicts, matrix)), terminal.look()));
    }
    return strict ? complain(command, verdicts) : ExitCode.OK;
  }

  /** Returns the claims asked for and those with which they are corrected. */
  private static List<Claim> withFamilies(List<Claim> all, List<Claim> asked) {
    Set<String> families =
        asked.stream()
            .map(Claim::family)
            .filter(family -> !family.isEmpty())
            .collect(Collectors.toSet());
    return all.stream()
        .filter(claim -> asked.contains(claim) || families.contains(claim.family()))
        .toList();
  }

  private static List<ClaimResult> only(List<ClaimResult> results, List<Claim> asked) {
    return results.stream().filter(result -> asked.contains(result.claim())).toList();
  }

  /** Writes the page, which shows policies in either mode, and the table of all protocols. */
  private static void write(
      Path output,
      ClaimEvaluation evaluation,
      List<Claim> related,
      List<Claim> claims,
      ClaimMatrix matrix) {
    Document page =
        ClaimTable.page(
            only(evaluation.acting(Acting.HEADLINE).evaluate(related), claims),
            only(evaluation.acting(Acting.OTHER).evaluate(related), claims),
            matrix,
            evaluation.options());
    AtomicFiles.write(output.resolve(PAGE), Markdown.of(page));
    AtomicFiles.write(output.resolve(VERDICTS), matrix.csv());
  }

  private static ClaimFile.Claims claims(Optional<Path> file) {
    return file.map(ClaimFile::read).orElseGet(ClaimFile::shipped);
  }

  private List<Claim> chosen(List<Claim> claims, List<String> ids) {
    if (ids.isEmpty()) {
      return claims;
    }
    List<String> known = claims.stream().map(Claim::id).toList();
    for (String id : ids) {
      Arguments.checkTyped(
          spec.commandLine(),
          () -> {
            if (!known.contains(id)) {
              throw Checks.unknown("claim", id, known);
            }
          });
    }
    return claims.stream().filter(claim -> ids.contains(claim.id())).toList();
  }

  private static int complain(CommandLine command, List<ClaimResult> verdicts) {
    List<ClaimResult> open =
        verdicts.stream()
            .filter(
                result ->
                    result.verdict() == Verdict.FAILS || result.verdict() == Verdict.UNDECIDED)
            .toList();
    open.forEach(
        result -> Messages.print(command, result.claim().id() + ": " + result.verdict().text()));
    return open.isEmpty() ? ExitCode.OK : ExitCode.CHECK_FAILED;
  }

  private static Map<String, Object> asMap(ClaimResult result) {
    Map<String, Object> values = new LinkedHashMap<>();
    Claim claim = result.claim();
    values.put("claim", claim.id());
    values.put("by", Parameters.word(claim.by()));
    values.put("study", claim.study());
    values.put("place", claim.place());
    values.put("statement", claim.statement());
    values.put("comparison", ClaimFormula.of(claim));
    values.put("verdict", Parameters.word(result.verdict()));
    values.put("family", claim.family());
    values.put("p", result.p());
    values.put("adjusted-p", result.adjusted());
    values.put("corrected-verdict", Parameters.word(result.corrected()));
    values.put("effect", result.effect().estimate());
    values.put("low", result.effect().low());
    values.put("high", result.effect().high());
    values.put("counted", Parameters.word(result.counted()));
    values.put("values", result.values());
    values.put("planned", result.planned());
    values.put("tasks", result.tasks());
    values.put("needed", result.needed().isPresent() ? result.needed().getAsLong() : Double.NaN);
    values.put("missing", result.missing());
    values.put("withdrawn", claim.withdrawn());
    values.put("published-left", result.published().map(PublishedSides::left).orElse(Double.NaN));
    values.put("published-right", result.published().map(PublishedSides::right).orElse(Double.NaN));
    values.put(
        "published-verified", result.published().map(PublishedSides::verified).orElse(false));
    return values;
  }
}
