package org.prefbench.claims;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prefbench.claims.ClaimResult.Verdict;
import org.prefbench.core.Parameters;
import org.prefbench.report.document.Block;
import org.prefbench.report.document.TextTable;
import org.prefbench.statistics.Format;
import org.prefbench.store.CsvText;
import org.prefbench.study.Claim;
import org.prefbench.study.Claim.By;
import org.prefbench.study.ClaimProtocol;

/**
 * The verdicts on claims under each protocol, side by side.
 *
 * @param columns for each protocol, in order, what became of the claims that it reads
 */
public record ClaimMatrix(Map<ClaimProtocol, List<ClaimResult>> columns) {
  /** The columns of the table of all numbers. */
  public static final List<String> COLUMNS =
      List.of(
          "claim",
          "by",
          "family",
          "protocol",
          "study",
          "mode",
          "verdict",
          "corrected_verdict",
          "effect",
          "effect_low",
          "effect_high",
          "p",
          "adjusted_p",
          "values",
          "planned",
          "tasks",
          "missing");

  /** Copies the map and keeps its order. */
  public ClaimMatrix {
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }

  /** Holds claims against results under each protocol. */
  public static ClaimMatrix of(
      ClaimEvaluation evaluation, List<ClaimProtocol> protocols, List<Claim> claims) {
    Map<ClaimProtocol, List<ClaimResult>> columns = new LinkedHashMap<>();
    protocols.forEach(protocol -> columns.put(protocol, evaluation.evaluate(protocol, claims)));
    return new ClaimMatrix(columns);
  }

  /** Returns the part of the matrix that is about some of its claims. */
  public ClaimMatrix of(List<Claim> claims) {
    List<String> ids = claims.stream().map(Claim::id).toList();
    Map<ClaimProtocol, List<ClaimResult>> part = new LinkedHashMap<>();
    columns.forEach(
        (protocol, results) ->
            part.put(
                protocol, results.stream().filter(r -> ids.contains(r.claim().id())).toList()));
    return new ClaimMatrix(part);
  }

  /** Returns the verdicts on the claims of {@code by}, claims as rows, if there are any. */
  Optional<Block.Table> verdicts(By by) {
    Map<String, Claim> byId = new LinkedHashMap<>();
    columns.values().stream()
        .flatMap(List::stream)
        .map(ClaimResult::claim)
        .filter(claim -> claim.by() == by)
        .forEach(claim -> byId.putIfAbsent(claim.id(), claim));
    List<Claim> claims = List.copyOf(byId.values());
    if (claims.isEmpty()) {
      return Optional.empty();
    }
    TextTable<Claim> table = new TextTable<>(claims).column("claim", Claim::id);
    columns.forEach(
        (protocol, results) ->
            table.column(
                protocol.name(),
                claim -> find(results, claim).map(ClaimMatrix::text).orElse(Format.NONE)));
    return Optional.of(table.table());
  }

  /** Returns how many claims of {@code by} have which verdict, protocols as rows. */
  Block.Table counts(By by) {
    TextTable<ClaimProtocol> table =
        new TextTable<>(List.copyOf(columns.keySet())).column("protocol", ClaimProtocol::name);
    for (Verdict verdict : Verdict.values()) {
      table.column(verdict.text(), protocol -> count(protocol, by, verdict));
    }
    return table.table();
  }

  private String count(ClaimProtocol protocol, By by, Verdict verdict) {
    List<ClaimResult> own =
        columns.get(protocol).stream()
            .filter(result -> result.claim().by() == by && result.verdict() == verdict)
            .toList();
    long corrected = own.stream().filter(result -> result.corrected() == verdict).count();
    return own.size() == corrected ? "" + own.size() : own.size() + " (Holm: " + corrected + ")";
  }

  /** Returns what each protocol is, a line for each. */
  List<String> notes() {
    return columns.keySet().stream()
        .map(protocol -> protocol.name() + ": " + protocol.description())
        .toList();
  }

  /** Returns every verdict with its numbers, a line for each claim and protocol. */
  public String csv() {
    List<Object[]> lines = new ArrayList<>();
    lines.add(COLUMNS.toArray());
    columns.forEach(
        (protocol, results) ->
            results.forEach(
                result ->
                    lines.add(
                        new Object[] {
                          result.claim().id(),
                          Parameters.word(result.claim().by()),
                          result.claim().family(),
                          protocol.name(),
                          protocol.study(),
                          Parameters.word(protocol.mode()),
                          Parameters.word(result.verdict()),
                          Parameters.word(result.corrected()),
                          number(result.effect().estimate()),
                          number(result.effect().low()),
                          number(result.effect().high()),
                          number(result.p()),
                          number(result.adjusted()),
                          result.values(),
                          result.planned(),
                          result.tasks(),
                          result.missing()
                        })));
    return CsvText.of(lines);
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "" : Double.toString(value);
  }

  private static Optional<ClaimResult> find(List<ClaimResult> results, Claim claim) {
    return results.stream().filter(result -> result.claim().id().equals(claim.id())).findFirst();
  }

  private static String text(ClaimResult result) {
    return result.corrected() == result.verdict()
        ? result.verdict().text()
        : result.verdict().text() + " (Holm: " + result.corrected().text() + ")";
  }
}
