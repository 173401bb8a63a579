package org.prefbench.cli.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.cli.Shell;
import org.prefbench.cli.TemporaryHome;
import org.prefbench.preference.format.PreferenceFormats;

/** Labels of others from the command line: imported, audited and exported. */
@ExtendWith(TemporaryHome.class)
class LabelFilesTest {
  private static final double EXACT = 1e-12;

  @TempDir private Path folder;
  private Path data;

  /** One episode of 60 steps; the reward of step t is t. */
  @BeforeEach
  void writeData() throws IOException {
    StringBuilder text =
        new StringBuilder("episode,step,observation_0,action_0,reward,terminated,truncated\n");
    for (int t = 0; t < 60; t++) {
      text.append("0," + t + "," + t + ",0.5," + t + ",0," + (t == 59 ? 1 : 0) + "\n");
    }
    text.append("0,60,60,,,,\n");
    data = Files.writeString(folder.resolve("line.csv"), text);
  }

  /** Twenty pairs, of which the first is better in the first ten, labelled by two people. */
  private Path twoPeople() throws IOException {
    StringBuilder text = new StringBuilder("first,second,length,label,annotator,seconds\n");
    for (int i = 0; i < 20; i++) {
      String rows = i < 10 ? (30 + i) + "," + i + ",3," : i + "," + (30 + i) + ",3,";
      boolean flips = i < 3 || i == 10 || i == 11; // five of twenty
      text.append(rows + (i < 10 ? "first" : "second") + ",anna,1.5\n");
      text.append(rows + (i < 10 != flips ? "first" : "second") + ",ben,2\n");
    }
    return Files.writeString(folder.resolve("labels.csv"), text);
  }

  private Path imported() throws IOException {
    Path pairs = folder.resolve("pairs");
    Shell answer =
        Shell.run(
            "label", "import", twoPeople(), "--data", data, "--env", "line", "--output", pairs);
    assertEquals(0, answer.code(), answer.err());
    return pairs;
  }

  @Test
  void theAuditOfTwoPeopleIsTheOneWorkedOutByHand() throws IOException {
    JsonNode card = Shell.json("label", "audit", imported(), "--json");
    assertEquals(40, card.get("pairs").asInt());
    assertEquals(20, card.get("shared-pairs").asInt());
    // p_o = 15 / 20; anna says first of 10, ben of 9: p_e = 0.5 * 0.45 + 0.5 * 0.55
    assertEquals(0.5, card.get("cohen-kappa").get(0).get("value").asDouble(), EXACT);
    // P = 15 / 20; shares 19 / 40 and 21 / 40: p_e = (361 + 441) / 1600
    assertEquals((0.75 - 0.50125) / 0.49875, card.get("fleiss-kappa").asDouble(), EXACT);
    // 10 of 40 coincidences are unequal: 1 - 39 * 10 / (2 * 19 * 21)
    assertEquals(1 - 390 / 798.0, card.get("krippendorff-alpha").asDouble(), EXACT);
    assertEquals(1, card.get("annotators").get("anna").get("agreement").asDouble());
    assertEquals(0.75, card.get("annotators").get("ben").get("agreement").asDouble());
    assertEquals(19 / 40.0, card.get("first-win-share").asDouble(), EXACT);
    // Wilson's interval of 19 of 40 at 95 %
    assertEquals(0.3294, card.get("first-win-share-low").asDouble(), 5e-5);
    assertEquals(0.6250, card.get("first-win-share-high").asDouble(), 5e-5);
    String text = Shell.ok("label", "audit", folder.resolve("pairs"));
    assertTrue(text.contains("krippendorff-alpha    0.511278"), text);
    assertTrue(text.contains("cohen-kappa"), text);
  }

  @Test
  void whatIsExportedIsImportedAgain() throws IOException {
    Path pairs = imported();
    for (String name : new String[] {"out.csv", "out.jsonl"}) {
      Path out = folder.resolve(name);
      Path segments = folder.resolve(name + ".minari");
      Shell.ok("label", "export", pairs, out, "--segments", segments);
      Path again = folder.resolve(name + "-again");
      Shell.ok("label", "import", out, "--data", segments, "--output", again);
      assertEquals(
          Files.readString(pairs.resolve("content-hash.txt")),
          Files.readString(again.resolve("content-hash.txt")));
    }
    Path npz = folder.resolve("out.npz");
    assertEquals(40, Shell.json("label", "export", pairs, npz, "--json").get("pairs").asInt());
    Path again = folder.resolve("npz-again");
    Shell.ok("label", "import", npz, "--env", "line", "--output", again);
    assertEquals(19, Shell.json("label", "audit", again, "--json").get("first-wins").asInt());
  }

  @Test
  void nothingOfTheUserIsReplacedAndWhatCannotBeIsTold() throws IOException {
    Path pairs = imported();
    Path out = Files.writeString(folder.resolve("mine.npz"), "mine");
    Shell.fails(3, "mine.npz: exists already, and may be yours", "label", "export", pairs, out);
    Shell.ok("label", "export", pairs, out, "--overwrite");
    Shell.fails(2, "must end in one of .csv, .jsonl, .npz", "label", "export", pairs, "a.txt");
    Shell.fails(2, "points at rows, so the segments need", "label", "export", pairs, "a.csv");
    Shell.fails(2, "is of no use", "label", "export", pairs, "a.npz", "--segments", "b.csv");
    Shell.fails(
        2,
        "HDF5 in D4RL's layout cannot hold segments",
        "label",
        "export",
        pairs,
        "a.csv",
        "--segments",
        "b.hdf5");
    Shell.fails(
        3,
        "labels.csv: points at rows of a dataset",
        "label",
        "import",
        folder.resolve("labels.csv"),
        "--output",
        folder.resolve("x"));
  }

  @Test
  void everyFormatIsListed() throws IOException {
    JsonNode formats = Shell.json("label", "formats", "--json");
    assertEquals(PreferenceFormats.registered().ids(), formats.findValuesAsText("format"));
  }
}
