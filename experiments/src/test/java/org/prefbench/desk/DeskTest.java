package org.prefbench.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Seed;
import org.prefbench.preference.AnnotatorAgreement;
import org.prefbench.preference.LabelAudit;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.format.PreferenceContext;
import org.prefbench.preference.format.PreferenceFormats;

/** What annotators say of what they are shown, and what is read of it as labelled pairs. */
class DeskTest {
  @TempDir private Path folder;

  private Desk open(DeskFolder pairs, String annotator, double repeats) {
    return new Desk(pairs, annotator, Pendulums.plan(pairs.pairs(), repeats), Clock.systemUTC());
  }

  /** Answers everything that is left as an oracle does, in an hour per answer. */
  private void finish(DeskFolder pairs, String annotator, double repeats) {
    List<Query> queries = QueryOrder.of(pairs.pairs(), repeats, Pendulums.plan(1, 0).of(annotator));
    try (Desk desk = open(pairs, annotator, repeats)) {
      for (int i = desk.answered(); i < desk.total(); i++) {
        assertTrue(desk.answer(i, Pendulums.oracle(pairs.shown(queries.get(i))), 3600));
      }
    }
  }

  private PreferenceDataset read() {
    return PreferenceFormats.read(folder, PreferenceContext.NONE);
  }

  /** If a side were mixed up anywhere, an oracle would not agree with the true return. */
  @Test
  void anOracleAgreesWithTheTrueReturnOnWhateverSide() {
    DeskFolder pairs = Pendulums.folder(folder, 60, 10);
    finish(pairs, "anna", 0.2);
    PreferenceDataset read = read();
    assertEquals("pendulum-v1", read.environment());
    assertEquals(60, read.pairs().size(), "repeats are no further pairs");
    LabelAudit audit = LabelAudit.of(read);
    assertEquals(1, audit.agreement());
    assertEquals(0, audit.duplicates());
    assertTrue(audit.firstWins() > 0 && audit.secondWins() > 0, "both sides win");
    assertEquals("12 of 12", read.provenance().get("self-agreement.anna"));
    assertEquals("test", read.provenance().get("sampler"));
  }

  @Test
  void annotatorsAreReadTogetherAndAgree() {
    DeskFolder pairs = Pendulums.folder(folder, 20, 10);
    finish(pairs, "ben", 0);
    finish(pairs, "anna", 0);
    PreferenceDataset read = read();
    assertEquals(40, read.pairs().size());
    AnnotatorAgreement agreement = AnnotatorAgreement.of(read.pairs());
    assertEquals(20, agreement.shared());
    assertEquals(1, agreement.cohen().get(0).value());
    Map<String, String> card = card(pairs, "anna");
    assertEquals("Cohen's kappa 1.00 on 20 pairs", card.get("Agreement with ben"));
    assertTrue(card.get("Agreement with the true return").startsWith("20 of 20"), card.toString());
    assertEquals("median 3600.0, 72000 in all", card.get("Seconds per answer"));
  }

  private Map<String, String> card(DeskFolder pairs, String annotator) {
    try (Desk desk = open(pairs, annotator, 0)) {
      return desk.card().rows().stream()
          .collect(Collectors.toMap(DeskCard.Row::name, DeskCard.Row::text));
    }
  }

  /** To be told how one does before the end would teach what to answer. */
  @Test
  void theTrueReturnIsToldAtTheEndAlone() {
    DeskFolder pairs = Pendulums.folder(folder, 5, 10);
    try (Desk desk = open(pairs, "me", 0)) {
      for (int i = 0; i < 5; i++) {
        assertTrue(desk.card().rows().stream().noneMatch(row -> row.text().contains("return")));
        assertTrue(desk.card().rows().stream().noneMatch(row -> row.name().contains("return")));
        desk.answer(i, Answer.LEFT, 1);
      }
      assertTrue(desk.card().rows().stream().anyMatch(row -> row.name().contains("true return")));
      assertTrue(desk.undo(4));
      assertTrue(desk.card().rows().stream().noneMatch(row -> row.name().contains("return")));
    }
  }

  /**
   * Pair 0 left on both sides turned, pair 1 the same, pair 2 a tie twice, pair 3 skipped once: two
   * of three alike.
   */
  @Test
  void selfAgreementLooksThroughTheSides() {
    List<AnswerFile.Given> answers = new ArrayList<>();
    for (Object[] given :
        new Object[][] {
          {0, Query.Side.FIRST, Answer.LEFT},
          {0, Query.Side.SECOND, Answer.LEFT},
          {1, Query.Side.FIRST, Answer.LEFT},
          {1, Query.Side.SECOND, Answer.RIGHT},
          {2, Query.Side.FIRST, Answer.TIE},
          {2, Query.Side.SECOND, Answer.TIE},
          {3, Query.Side.FIRST, Answer.SKIP},
          {3, Query.Side.FIRST, Answer.LEFT}
        }) {
      Query query = new Query((int) given[0], (Query.Side) given[1]);
      answers.add(new AnswerFile.Given(query, (Answer) given[2], 1));
    }
    assertEquals(new SelfAgreement(2, 3), SelfAgreement.of(answers));
  }

  @Test
  void answersToOtherQueriesAreRefused() throws IOException {
    DeskFolder pairs = Pendulums.folder(folder, 20, 5);
    finish(pairs, "me", 0.5);
    Path file = folder.resolve("labels-me.csv");
    assertEquals(
        file
            + ": answer "
            + firstRepeat(pairs)
            + " is to another query than that of this seed, order and share of repeats",
        assertThrows(InvalidInputException.class, () -> open(pairs, "me", 0)).getMessage());
    Files.writeString(file, Files.readString(file).replace("\n0,0,", "\n0,99,"));
    assertEquals(
        file + ": query 0 shows pair 99, there are 20",
        assertThrows(InvalidInputException.class, this::read).getMessage());
  }

  /** Sides are drawn one by one, so that the orders part at the first repeat or before. */
  private int firstRepeat(DeskFolder pairs) {
    Seed own = Pendulums.plan(1, 0).of("me");
    List<Query> with = QueryOrder.of(pairs.pairs(), 0.5, own);
    List<Query> without = QueryOrder.of(pairs.pairs(), 0, own);
    int i = 0;
    while (with.get(i).equals(without.get(i))) {
      i++;
    }
    return i;
  }

  @Test
  void aFolderWithoutAnswersIsSaidToBeOne() {
    Pendulums.folder(folder, 3, 5);
    assertEquals(
        folder + ": nobody has labelled a pair yet",
        assertThrows(InvalidInputException.class, this::read).getMessage());
    for (String name : List.of("", "../x", "a b", ".x", "x".repeat(65))) {
      assertThrows(InvalidInputException.class, () -> DeskFolder.checkAnnotator(name));
    }
  }
}
