package org.prefbench.preference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.Environments;
import org.prefbench.env.Simulator;
import org.prefbench.policy.UniformPolicy;

class PreferenceFilesTest {
  @TempDir private Path folder;
  private PreferenceDataset preferences;

  @BeforeEach
  void writePairs() {
    Simulator simulator =
        new Simulator(Environments.registered().get("point-mass-v0"), true, new Ledger());
    List<SegmentPair> pairs =
        PairSampler.fromPolicy(
            simulator,
            new UniformPolicy(),
            new TrajectoryDataset("point-mass-v0", List.of(Segments.withRewards(0, 1)), Map.of()),
            PairSampler.StateDistribution.INITIAL,
            4,
            6,
            new Seed(1));
    List<PreferencePair> labeled = new ArrayList<>();
    for (Label label : Label.values()) {
      SegmentPair pair = pairs.get(label.ordinal());
      labeled.add(new PreferencePair(pair.first(), pair.second(), label, "anna, \"the\" second"));
    }
    preferences =
        new PreferenceDataset("point-mass-v0", labeled, Map.of("teacher", "oracle", "seed", "1"));
    PreferenceFiles.write(folder, preferences);
  }

  @Test
  void roundTripIsExact() {
    PreferenceDataset read = PreferenceFiles.read(folder);
    assertEquals("point-mass-v0", read.environment());
    assertEquals(preferences.provenance(), read.provenance());
    for (int i = 0; i < 4; i++) {
      PreferencePair expected = preferences.pairs().get(i);
      PreferencePair actual = read.pairs().get(i);
      assertEquals(expected.label(), actual.label());
      assertEquals(expected.annotator(), actual.annotator());
      assertEquals(expected.first(), actual.first());
      assertEquals(expected.second(), actual.second());
    }
  }

  @Test
  void aSegmentMayBeComparedMoreThanOnce() throws IOException {
    Files.delete(folder.resolve("content-hash.txt")); // pairs of somebody else's
    Files.writeString(
        folder.resolve("pairs.csv"), "label,annotator,second,first\ntie,me,0,3\nfirst,me,3,0\n");
    PreferenceDataset read = PreferenceFiles.read(folder);
    Segment third = preferences.pairs().get(1).second();
    assertEquals(third, read.pairs().get(0).first());
    assertEquals(third, read.pairs().get(1).second());
  }

  @Test
  void changedLabelsAndSegmentsAreRefused() throws IOException {
    Path pairs = folder.resolve("pairs.csv");
    String text = Files.readString(pairs);
    List<String> changes =
        List.of(
            text.replace(",first,", ",second,"),
            text.replace("0,1,", "1,0,"),
            text.replaceFirst("anna", "hanna"),
            text.replaceFirst("\n[^\n]*\n$", "\n"));
    for (String changed : changes) {
      assertNotEquals(text, changed);
      refused(changed, "are not those that were written together");
    }
    Files.writeString(pairs, text);
    Path other = folder.resolve("other");
    PreferencePair first = preferences.pairs().get(0);
    PreferenceFiles.write(
        other,
        new PreferenceDataset(
            "point-mass-v0", List.of(first, first, first, first), preferences.provenance()));
    // a whole set of segments, but of other pairs
    Files.copy(
        other.resolve("segments.csv.gz"),
        folder.resolve("segments.csv.gz"),
        StandardCopyOption.REPLACE_EXISTING);
    refused(text, "pairs.csv: the pairs and segments.csv.gz are not those that were written");
  }

  @Test
  void aFolderWithoutHashSaysSo() throws IOException {
    List<String> notices = new ArrayList<>();
    PreferenceFiles.read(folder, notices::add);
    assertEquals(List.of(), notices);
    Files.delete(folder.resolve("content-hash.txt"));
    PreferenceFiles.read(folder, notices::add);
    assertEquals(
        List.of(folder + ": has no content-hash.txt, so that damage to its labels is not seen"),
        notices);
  }

  @Test
  void rewardsOfSegmentsMayBeHiddenButNotInfinite() throws IOException {
    PreferenceFiles.write(folder, preferences.withoutRewards());
    PreferenceDataset read = PreferenceFiles.read(folder);
    assertTrue(Double.isNaN(read.pairs().get(0).first().sumOfRewards()));
    for (float wrong : new float[] {Float.POSITIVE_INFINITY, Float.NaN}) {
      PreferencePair pair = preferences.pairs().get(0);
      Segment segment = pair.first();
      segment.rewards().values()[2] = wrong;
      PreferenceFiles.write(folder, preferences);
      String message =
          assertThrows(InvalidInputException.class, () -> PreferenceFiles.read(folder))
              .getMessage();
      assertTrue(message.startsWith(folder.resolve("segments.csv.gz").toString()), message);
      assertTrue(message.contains(Float.toString(wrong)), message);
    }
  }

  @Test
  void brokenLinesAreNamed() throws IOException {
    refused(
        "first,second,label,annotator\n0,1,first,me\n0,one,first,me\n",
        "line 3, column second must be the number of an episode, got 'one'");
    refused(
        "first,second,label,annotator\n0,99,first,me\n",
        "line 2, column second: no episode 99 (0 to 7)");
    refused(
        "first,second,label,annotator\n0,1,frist,me\n",
        "line 2: unknown label 'frist', did you mean 'first'?");
    refused("first,second,label,annotator\n0,1,first\n", "line 2 has 3 columns, not 4");
    refused(
        "first,second,label\n0,1,first\n",
        "column 'annotator' is missing (found: first, second, label)");
    refused("first,second,label,annotator\n", "holds no pairs");
    Files.delete(folder.resolve("pairs.csv"));
    InvalidInputException missing =
        assertThrows(InvalidInputException.class, () -> PreferenceFiles.read(folder));
    assertEquals(folder.resolve("pairs.csv") + ": no such file", missing.getMessage());
  }

  private void refused(String text, String expected) throws IOException {
    Files.writeString(folder.resolve("pairs.csv"), text);
    InvalidInputException error =
        assertThrows(InvalidInputException.class, () -> PreferenceFiles.read(folder));
    assertTrue(error.getMessage().contains(expected), error.getMessage());
    assertTrue(
        error.getMessage().startsWith(folder.resolve("pairs.csv").toString()), error.getMessage());
  }
}
