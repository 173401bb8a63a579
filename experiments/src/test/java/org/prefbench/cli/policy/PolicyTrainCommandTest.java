package org.prefbench.cli.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.cli.Shell;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.shelf.PolicyCard;
import org.prefbench.shelf.PolicyShelf;
import org.prefbench.shelf.ReplayRecipe;

/** From a training to a shelf. */
class PolicyTrainCommandTest {
  @TempDir private Path folder;

  private Path train(String name, int steps) {
    return train(name, steps, 0);
  }

  private Path train(String name, int steps, int annealing) {
    Path output = folder.resolve(name);
    boolean resumes = Files.exists(output);
    Shell answer =
        Shell.run(
            "policy",
            "train",
            "point-mass-v0",
            "--output",
            output,
            "--set",
            "hidden-size=16",
            "--set",
            "warm-up-steps=500",
            "--set",
            "evaluation-interval=1000",
            "--set",
            "copies=10",
            "--set",
            "steps=" + steps,
            "--set",
            "annealing-steps=" + annealing);
    assertEquals(ExitCode.OK, answer.code(), answer.err());
    assertEquals(resumes, answer.err().contains("going on after step"), answer.err());
    return output;
  }

  @Test
  void aTrainingThatWasStoppedEndsInTheSameBytes() throws IOException {
    Path whole = train("whole", 3000);
    train("stopped", 1000);
    Path stopped = train("stopped", 3000);
    for (String file : List.of("snapshots/2000.policy", "snapshots/3000.policy")) {
      assertArrayEquals(
          Files.readAllBytes(whole.resolve(file)), Files.readAllBytes(stopped.resolve(file)));
    }
    assertEquals(curve(whole), curve(stopped));
  }

  @Test
  void itsEndMayBeDecidedOnLater() throws IOException {
    Path whole = train("whole", 3000, 2000);
    train("later", 1000);
    Path later = train("later", 3000, 2000);
    Path never = train("never", 3000);
    Path last = Path.of("snapshots", "3000.policy");
    assertArrayEquals(
        Files.readAllBytes(whole.resolve(last)), Files.readAllBytes(later.resolve(last)));
    assertFalse(
        Arrays.equals(
            Files.readAllBytes(whole.resolve(last)), Files.readAllBytes(never.resolve(last))));
    Shell.fails(
        ExitCode.INVALID_INPUT,
        "3000 steps are done, too many for sac.annealing-steps=3500 before sac.steps=4000",
        "policy",
        "train",
        "point-mass-v0",
        "--output",
        never,
        "--set",
        "hidden-size=16",
        "--set",
        "warm-up-steps=500",
        "--set",
        "evaluation-interval=1000",
        "--set",
        "copies=10",
        "--set",
        "steps=4000",
        "--set",
        "annealing-steps=3500");
  }

  /** The lines without their last column, the processor time. */
  private static List<String> curve(Path training) throws IOException {
    return Files.readAllLines(training.resolve("curve.csv")).stream()
        .map(line -> line.substring(0, line.lastIndexOf(',')))
        .toList();
  }

  @Test
  void averagesTheWeightsOfTheLastSnapshots() throws IOException {
    Path training = train("training", 3000);
    Path shelf = folder.resolve("shelf");
    Shell.ok(
        "policy",
        "shelve",
        training,
        "--tier",
        "expert",
        "--step",
        3000,
        "--average",
        2,
        "--episodes",
        2,
        "--shelf",
        shelf);
    float[] second = weights(training.resolve("snapshots/2000.policy"));
    float[] third = weights(training.resolve("snapshots/3000.policy"));
    float[] average = weights(shelf.resolve("point-mass-v0/expert.policy"));
    for (int i = 0; i < average.length; i++) {
      assertEquals((second[i] + (double) third[i]) / 2, average[i], 1e-7);
    }
    assertTrue(
        PolicyShelf.at(shelf).cards().get(0).algorithm().endsWith("over the last 2 snapshots"));
    Shell.fails(
        ExitCode.INVALID_INPUT,
        "2 evaluations up to step 2000, cannot average 3",
        "policy",
        "shelve",
        training,
        "--tier",
        "expert",
        "--step",
        2000,
        "--average",
        3,
        "--shelf",
        shelf);
  }

  private static float[] weights(Path file) throws IOException {
    return ((GaussianPolicy) PolicyFiles.read(file)).network().weights();
  }

  @Test
  void whatItTrainedGoesOnTheShelf() throws IOException {
    Path training = train("training", 3000);
    Path shelf = folder.resolve("shelf");
    Shell.ok(
        "policy",
        "shelve",
        training,
        "--tier",
        "medium",
        "--step",
        2000,
        "--episodes",
        5,
        "--shelf",
        shelf);
    Shell.ok(
        "policy",
        "shelve",
        training,
        "--tier",
        "medium-replay",
        "--step",
        3000,
        "--steps",
        1001,
        "--snapshots",
        2,
        "--shelf",
        shelf);
    PolicyCard card = PolicyShelf.at(shelf).cards().get(0);
    assertEquals("point-mass-medium-v0", card.id());
    assertEquals(2000, card.trainingSteps());
    assertEquals(5, card.sampled().episodes());
    assertArrayEquals(
        Files.readAllBytes(training.resolve("snapshots/2000.policy")),
        Files.readAllBytes(shelf.resolve("point-mass-v0/medium.policy")));
    ReplayRecipe recipe = PolicyShelf.at(shelf).recipes().get(0);
    // of three evaluations, two evenly: at 1000 and at 3000; 1001 steps between them
    assertEquals(
        List.of(1000L, 3000L),
        recipe.snapshots().stream().map(ReplayRecipe.Snapshot::trainingSteps).toList());
    assertEquals(
        List.of(500L, 501L),
        recipe.snapshots().stream().map(ReplayRecipe.Snapshot::steps).toList());
  }

  @Test
  void theCurveIsDrawn() throws IOException {
    Path picture = folder.resolve("curve.png");
    Shell.ok("policy", "curves", train("drawn", 2000), "--out", picture);
    assertTrue(ImageIO.read(picture.toFile()).getWidth() > 400);
  }

  @Test
  void twoTrainingsOfOneSeedHaveAPanelEach() throws IOException {
    Path first = train("first", 1000);
    Path second = train("second", 1000);
    Path one = folder.resolve("one.png");
    Path two = folder.resolve("two.png");
    Shell.ok("policy", "curves", first, "--out", one);
    Shell.ok("policy", "curves", first, second, "--out", two);
    int width = ImageIO.read(one.toFile()).getWidth();
    assertTrue(ImageIO.read(two.toFile()).getWidth() > 1.5 * width);
  }

  @Test
  void anotherTrainingInTheFolderIsLeftAlone() throws IOException {
    Path training = train("mine", 1000);
    byte[] before = Files.readAllBytes(training.resolve("training.json"));
    Shell.fails(
        ExitCode.INVALID_INPUT,
        "holds another training: sac of point-mass-v0",
        "policy",
        "train",
        "pendulum-v1",
        "--output",
        training);
    assertArrayEquals(before, Files.readAllBytes(training.resolve("training.json")));
  }

  @Test
  void badSettingsLeaveNothingBehind() {
    Path output = folder.resolve("none");
    Shell.fails(
        ExitCode.USAGE,
        "did you mean 'steps'?",
        "policy",
        "train",
        "point-mass-v0",
        "--output",
        output,
        "--set",
        "step=5");
    assertFalse(Files.exists(output));
  }
}
