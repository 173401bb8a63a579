package org.prefbench.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.canvas.CanvasEpisodes;
import org.prefbench.cli.study.WorkerMain;
import org.prefbench.core.InvalidInputException;
import org.prefbench.run.policy.KeptPolicy;
import org.prefbench.run.policy.PolicyKeeping;
import org.prefbench.run.policy.PolicyKeeping.Extent;
import org.prefbench.run.worker.RunListener;
import org.prefbench.store.KeptPolicies;
import org.prefbench.store.KeptPolicies.Kept;
import org.prefbench.store.PolicyStore;
import org.prefbench.store.ResultCheck;
import org.prefbench.store.ResultStore;
import org.prefbench.store.TrialResult;
import org.prefbench.study.Protocol.Evaluation;
import org.prefbench.study.Protocol.Mode;
import org.prefbench.study.StudyFile;
import org.prefbench.study.Trial;

/** Kept policies of every kind against the episodes that their trials wrote down. */
class KeptPolicyTest {
  private static final String TASK = "pendulum-random-v1";
  private static final String SMALL = "steps: 5, hidden-size: 8, solver: euler, solver-steps: 1";
  private static final StudyFile.Resolved STUDY =
      StudyFile.parse(
          "kinds.yaml",
          """
          id: kinds
          runs: 1
          tasks: [{dataset: %s, steps: 400}]
          reference: {set: {steps: 20, hidden-size: 8}}
          preferences: {pairs: 8, segment-length: 4, states: initial}
          protocol: {episodes: 3, checkpoints: 2, checkpoint-episodes: 1}
          methods:
            - {method: reference}
            - {method: dpo, set: {steps: 6}}
            - {method: marginal-bc, set: {steps: 6, hidden-size: 8}}
            - {method: flow-bc, set: {%s}}
            - {method: pfm, set: {%s}}
            - {method: pfm, label: imagined, set: {source: imagined, dynamics-steps: 5, %s}}
            - {method: pfm, label: rejected, set: {source: rejected, %s}}
            - {method: best-of-n, set: {segment-length: 2}}
            - {method: best-of-n, label: valued, set: {segment-length: 2, value: continuation, value-steps: 2}}
          """
              .formatted(TASK, SMALL, SMALL, SMALL, SMALL),
          Map.of());

  @TempDir private static Path folder;
  private static Path output;

  private static Runs.Options options(Extent extent, boolean again) {
    return new Runs.Options(
        Runs.Place.HERE,
        1,
        Selection.ALL,
        folder.resolve("cache"),
        new PolicyKeeping(extent, again),
        WorkerMain.class,
        List.of("test"),
        RunListener.SILENT);
  }

  @BeforeAll
  static void runOnce() {
    output = folder.resolve("kept");
    Runs.Summary summary = Runs.run(STUDY, output, options(Extent.ALL, true));
    assertEquals(List.of(), summary.problems());
  }

  private static List<Trial> trials() {
    return STUDY.study().trials();
  }

  private static ResultStore store() {
    return new ResultStore(output);
  }

  private static Path copy(Path to) throws IOException {
    try (Stream<Path> walk = Files.walk(output)) {
      for (Path path : walk.toList()) {
        Files.copy(path, to.resolve(output.relativize(path).toString()));
      }
    }
    return to;
  }

  /** No policy is compared that is not there: refused is only what asks a teacher while it acts. */
  @Test
  void aKeptPolicyActsAsItDidInItsTrial() {
    int compared = 0;
    List<String> refused = new ArrayList<>();
    for (Trial trial : trials()) {
      TrialResult result = store().trial(trial).orElseThrow();
      KeptPolicies known = new PolicyStore(store()).get(trial).orElseThrow();
      for (Kept one : known.policies()) {
        if (!one.hasFile()) {
          refused.add(trial.method().label() + " " + one.state() + ": " + one.refusal());
          continue;
        }
        try (KeptPolicy kept = KeptPolicy.open(store(), trial.key(), one.state())) {
          for (Mode mode : Mode.values()) {
            TrialResult.Returns expected =
                result.returns().stream()
                    .filter(row -> row.evaluation() == one.state() && row.mode() == mode)
                    .findFirst()
                    .orElseThrow();
            List<Double> returns = kept.evaluate(mode, 3, kept.seed()).returns();
            assertEquals(expected.returns(), returns, trial.key() + " " + one.state() + " " + mode);
            CanvasEpisodes.Played played =
                new CanvasEpisodes(kept.environment(), kept.seed())
                    .play(kept.in(mode), kept.lookAhead(), 2);
            assertEquals(returns.get(2), played.undiscounted());
            assertEquals(expected.step(), kept.step());
            compared += returns.size();
          }
        }
      }
    }
    String why = "a flow policy with source 'rejected' asks a teacher and cannot be stored";
    assertTrue(refused.contains("rejected LAST: " + why), refused.toString());
    assertTrue(
        refused.stream().allMatch(line -> line.startsWith("rejected ") && line.endsWith(why)),
        refused.toString());
    // nine methods but one, two modes, three episodes, of the last policy at least
    assertTrue(compared >= 8 * 2 * 3, compared + " episodes");
  }

  @Test
  void theBestIsKeptBesideTheLastWhereRowsAreOfBoth() {
    Trial dpo =
        trials().stream().filter(one -> one.method().label().equals("dpo")).findFirst().get();
    List<Evaluation> states =
        new PolicyStore(store())
            .get(dpo).orElseThrow().policies().stream().map(Kept::state).toList();
    assertEquals(List.of(Evaluation.LAST, Evaluation.BEST), states);
  }

  @Test
  void keepingChangesNoResultAndTheFolderMayBeRemoved() throws IOException {
    assertEquals(List.of(), ResultCheck.of(store()).differences());
    Path without = folder.resolve("without");
    Runs.run(STUDY, without, options(Extent.NONE, false));
    assertFalse(Files.exists(new PolicyStore(new ResultStore(without)).folder()));
    assertEquals(List.of(), ResultCheck.of(new ResultStore(without)).differences());
    for (Trial trial : trials()) {
      TrialResult one = store().trial(trial).orElseThrow();
      TrialResult other = new ResultStore(without).trial(trial).orElseThrow();
      assertEquals(one.inputs(), other.inputs());
      assertEquals(List.of(), Recreation.differences(trial.key(), one.rows(), other.rows()));
    }
  }

  /** A run that was killed between a policy's file and the trial's result leaves either or none. */
  @Test
  void trialsWithoutTheirPoliciesAreRunAgainWhereTheyAreAskedFor() throws IOException {
    Path gaps = copy(folder.resolve("gaps"));
    ResultStore store = new ResultStore(gaps);
    PolicyStore policies = new PolicyStore(store);
    Files.delete(policies.file(trials().get(0), Evaluation.LAST)); // reference
    Path changed = policies.file(trials().get(1), Evaluation.LAST); // dpo
    byte[] before = Files.readAllBytes(changed);
    byte[] bytes = before.clone();
    bytes[bytes.length / 2] ^= 1;
    Files.write(changed, bytes);
    policies.clear(trials().get(2)); // marginal-bc: nothing is left at all
    assertEquals(
        List.of(
            "policies/"
                + TASK
                + "/dpo/run-0.last.policy was changed after it was written: its hash"
                + " does not hold",
            "policies/" + TASK + "/reference/run-0.last.policy is missing"),
        ResultCheck.of(store).differences());
    for (int i = 0; i < 3; i++) {
      String key = trials().get(i).key();
      assertThrows(InvalidInputException.class, () -> KeptPolicy.open(store, key, Evaluation.LAST));
    }
    assertEquals(0, Runs.resume(gaps, options(Extent.LAST, false)).ran());
    assertEquals(3, Runs.resume(gaps, options(Extent.LAST, true)).ran());
    assertEquals(0, Runs.resume(gaps, options(Extent.LAST, true)).ran());
    assertEquals(List.of(), ResultCheck.of(store).differences());
    assertArrayEquals(before, Files.readAllBytes(changed));
  }

  @Test
  void whatBelongsToNoTrialIsNamed() throws IOException {
    Path strange = copy(folder.resolve("strange"));
    PolicyStore policies = new PolicyStore(new ResultStore(strange));
    Path file = policies.file(trials().get(0), Evaluation.LAST);
    Files.copy(file, file.resolveSibling("run-7.last.policy"));
    Path card = file.resolveSibling("run-0.json");
    Files.writeString(card, Files.readString(card).replace("\"step\":0", "\"step\":1"));
    List<String> lines = ResultCheck.of(new ResultStore(strange)).differences();
    String place = "policies/" + TASK + "/reference/run-";
    assertEquals(2, lines.size(), lines.toString());
    assertTrue(lines.get(0).startsWith(place + "0.json: the record of kept policies was changed"));
    assertEquals(place + "7.last.policy is none of the files that a run kept", lines.get(1));
  }
}
