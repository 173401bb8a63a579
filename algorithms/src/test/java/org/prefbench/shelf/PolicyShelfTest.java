package org.prefbench.shelf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.core.Sha256;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.Environments;
import org.prefbench.env.Space;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Standardizer;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Behavior;
import org.prefbench.policy.Behaviors;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;

/** What is put on a shelf comes back, from a folder and from a jar, and nothing else does. */
class PolicyShelfTest {
  @TempDir private Path folder;

  /** Draws from N(mean, 1) whatever it sees; for {@code gaussian-1d-v0}, whose return is that. */
  private static GaussianPolicy gaussian(float mean) {
    return new GaussianPolicy(
        GaussianPolicy.Form.GAUSSIAN,
        Space.unbounded(1),
        Standardizer.identity(1),
        new Mlp(List.of(1, 1), Activation.RELU, Activation.IDENTITY, new float[] {0, mean}),
        new float[] {0});
  }

  private static PolicyCard card(String tier, Policy policy) {
    return PolicyCard.measure(
        policy, "gaussian-1d-v0", tier, "by hand", 7, 3, "abc", "none", 0.25, 400, 11);
  }

  private static ReplayRecipe recipe(List<? extends Policy> policies) {
    List<ReplayRecipe.Snapshot> snapshots = new ArrayList<>();
    for (Policy policy : policies) {
      int i = snapshots.size();
      snapshots.add(new ReplayRecipe.Snapshot(10L * i, 100 + i, PolicyFiles.checksum(policy)));
    }
    return new ReplayRecipe("gaussian-1d-v0", "by hand", 3, "abc", "none", 0.25, snapshots);
  }

  private void fill() {
    PolicyShelf.put(folder, card("medium", gaussian(0.2f)), gaussian(0.2f));
    PolicyShelf.put(folder, card("expert", gaussian(0.5f)), gaussian(0.5f));
    List<GaussianPolicy> replay = List.of(gaussian(0), gaussian(0.1f), gaussian(0.2f));
    PolicyShelf.put(folder, recipe(replay), replay);
  }

  private static String refused(Runnable action) {
    return assertThrows(InvalidInputException.class, action::run).getMessage();
  }

  @Test
  void theCardMeasuresThePolicy() throws IOException {
    PolicyCard card = card("expert", gaussian(0.5f));
    // returns ~ N(0.5, 1); the standard deviation of 400 has a standard error of 1 / sqrt(800)
    assertEquals(0.5, card.sampled().returnMean(), 4 / Math.sqrt(400));
    assertEquals(1, card.sampled().returnStandardDeviation(), 4 / Math.sqrt(800));
    assertEquals(card.sampled().returnStandardDeviation() / 20, card.sampled().standardError());
    assertEquals(1, card.sampled().meanLength());
    // the better of two N(0, 1) has the mean 1 / sqrt(pi), which counts as 100
    assertEquals(0.5, card.deterministic().returnMean());
    assertEquals(0, card.deterministic().returnStandardDeviation());
    assertEquals(50 * Math.sqrt(Math.PI), card.deterministic().normalizedScore(), 1e-9);
    assertEquals("gaussian-1d-expert-v0", card.id());
    Path file = folder.resolve("a.policy");
    PolicyFiles.write(file, gaussian(0.5f));
    assertEquals(Sha256.of(file), card.sha256());
  }

  @Test
  void whatIsPutComesBack() throws IOException {
    fill();
    PolicyShelf shelf = PolicyShelf.at(folder);
    assertEquals(
        List.of(card("expert", gaussian(0.5f)), card("medium", gaussian(0.2f))), shelf.cards());
    assertEquals(gaussian(0.5f), shelf.load(shelf.cards().get(0)));
    ReplayRecipe recipe = shelf.recipes().get(0);
    assertEquals(recipe(List.of(gaussian(0), gaussian(0.1f), gaussian(0.2f))), recipe);
    assertEquals(303, recipe.steps());
    assertEquals(gaussian(0.1f), shelf.load(recipe, 1));
    assertEquals(
        List.of(
            "gaussian-1d-v0/expert.json",
            "gaussian-1d-v0/medium-replay.json",
            "gaussian-1d-v0/medium.json"),
        Files.readAllLines(folder.resolve("index")));
  }

  @Test
  void whatIsPutAgainReplacesWhatWasThere() {
    fill();
    PolicyShelf.put(folder, card("expert", gaussian(0.9f)), gaussian(0.9f));
    PolicyShelf.put(folder, recipe(List.of(gaussian(0.3f))), List.of(gaussian(0.3f)));
    PolicyShelf shelf = PolicyShelf.at(folder);
    assertEquals(gaussian(0.9f), shelf.load(shelf.cards().get(0)));
    assertEquals(gaussian(0.3f), shelf.load(shelf.recipes().get(0), 0));
    Path replay = folder.resolve("gaussian-1d-v0/medium-replay");
    assertEquals(List.of("00.policy"), List.of(replay.toFile().list()));
  }

  @Test
  void anotherPolicyThanThatOfTheCardIsRefused() throws IOException {
    fill();
    Path expert = folder.resolve("gaussian-1d-v0/expert.policy");
    PolicyFiles.write(expert, gaussian(0.51f));
    PolicyShelf shelf = PolicyShelf.at(folder);
    String message = refused(() -> shelf.load(shelf.cards().get(0)));
    assertEquals(
        expert
            + ": its SHA-256 is "
            + PolicyFiles.checksum(gaussian(0.51f))
            + ", the card says "
            + PolicyFiles.checksum(gaussian(0.5f))
            + ": not the policy of the card",
        message);
    PolicyFiles.write(folder.resolve("gaussian-1d-v0/medium-replay/02.policy"), gaussian(0));
    assertTrue(
        refused(() -> shelf.load(shelf.recipes().get(0), 2))
            .startsWith(folder + "/gaussian-1d-v0/medium-replay/02.policy: its SHA-256 is "));
    Files.delete(expert);
    assertTrue(refused(() -> shelf.load(shelf.cards().get(0))).contains("lacks gaussian-1d-v0/ex"));
    // and it does not get there in the first place
    assertTrue(
        refused(() -> PolicyShelf.put(folder, card("expert", gaussian(1)), gaussian(2)))
            .startsWith("gaussian-1d-expert-v0: the card is of policy "));
    List<GaussianPolicy> replay = List.of(gaussian(0), gaussian(1));
    assertTrue(
        refused(() -> PolicyShelf.put(folder, recipe(replay), List.of(gaussian(0), gaussian(3))))
            .startsWith("gaussian-1d-medium-replay-v0 snapshot 1: the card is of policy "));
    assertEquals(
        "gaussian-1d-medium-replay-v0 has 2 snapshots, got 1 policies",
        refused(() -> PolicyShelf.put(folder, recipe(replay), List.of(gaussian(0)))));
  }

  @Test
  void aDamagedCardIsNamedWithItsLine() throws IOException {
    fill();
    Path file = folder.resolve("gaussian-1d-v0/expert.json");
    String whole = Files.readString(file);
    Files.writeString(file, whole.replace("\"trainingSteps\" : 7", "\"trainingSteps\" : 0"));
    assertEquals(
        file + ": training steps must be >= 1, got 0", refused(() -> PolicyShelf.at(folder)));
    Files.writeString(file, whole.replace("\"trainingSteps\" : 7", "\"trainingSteps\" : seven"));
    assertTrue(refused(() -> PolicyShelf.at(folder)).startsWith(file + ":5: "));
    Files.writeString(file, whole.replace("\"seed\"", '"' + "s".repeat(70_000) + '"'));
    String longest = refused(() -> PolicyShelf.at(folder));
    assertTrue(longest.startsWith(file + ":"), longest);
    assertTrue(longest.endsWith("exceeds the maximum allowed (50000)"), longest);
    Files.writeString(file, whole.replace("\"seed\" : 3,", ""));
    assertTrue(refused(() -> PolicyShelf.at(folder)).contains("'seed'"));
    Files.writeString(file, whole.replace("\"tier\" : \"expert\"", "\"tier\" : \"best\""));
    assertEquals(
        "gaussian-1d-v0/expert.json, in the index of "
            + folder
            + "/: is about tier best of gaussian-1d-v0",
        refused(() -> PolicyShelf.at(folder)));
    Files.delete(file);
    assertTrue(refused(() -> PolicyShelf.at(folder)).contains("lacks gaussian-1d-v0/expert.json"));
  }

  @Test
  void anIndexThatLeadsElsewhereIsRefused() throws IOException {
    fill();
    for (String path : List.of("../a.json", "http://127.0.0.1/a.json", "/a/b.json", "a.json")) {
      Files.writeString(folder.resolve("index"), path + "\n");
      assertEquals(
          folder + "/index: a line must be like 'hopper-v2/expert.json', got '" + path + "'",
          refused(() -> PolicyShelf.at(folder)));
    }
    Files.writeString(folder.resolve("index"), "gaussian-1d-v0/expert.json\n".repeat(2));
    assertEquals(
        folder + "/index: 'gaussian-1d-v0/expert.json' is there twice",
        refused(() -> PolicyShelf.at(folder)));
  }

  /** Left out in silence, it would take the shipped policies along. */
  @Test
  void aDamagedCardOnTheClassPathIsNamed() throws Exception {
    Path shelf = folder.resolve("policies");
    PolicyShelf.put(shelf, card("expert", gaussian(0)), gaussian(0));
    Files.writeString(shelf.resolve("gaussian-1d-v0/expert.json"), "{");
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      String message = refused(() -> Behaviors.named("hopper-expert"));
      assertTrue(message.startsWith(shelf + "/gaussian-1d-v0/expert.json:"), message);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void cardsAndRecipesAreChecked() {
    PolicyCard card = card("expert", gaussian(0));
    assertTrue(refused(() -> card("medium-replay", gaussian(0))).contains("is a recipe"));
    assertTrue(refused(() -> card("Expert", gaussian(0))).contains("lower case"));
    List<ReplayRecipe.Snapshot> unordered =
        List.of(
            new ReplayRecipe.Snapshot(5, 1, card.sha256()),
            new ReplayRecipe.Snapshot(5, 1, card.sha256()));
    assertEquals(
        "snapshot 1 was taken after 5 training steps, not later than the one before",
        refused(() -> new ReplayRecipe("hopper-v2", "a", 0, "b", "c", 0, unordered)));
    assertTrue(refused(() -> recipe(List.of())).contains("1 to 100 snapshots, got 0"));
    assertTrue(
        refused(() -> new ReplayRecipe.Snapshot(0, 1, "abc")).contains("64 hexadecimal digits"));
  }

  @Test
  void theTiersAreThoseOfTheShelf() {
    fill();
    List<Behavior> behaviors = new ShelvedBehaviors(PolicyShelf.at(folder)).behaviors();
    assertEquals(
        List.of("gaussian-1d-expert-v0", "gaussian-1d-medium-v0", "gaussian-1d-medium-replay-v0"),
        behaviors.stream().map(Behavior::id).toList());
    assertEquals(gaussian(0.5f), behaviors.get(0).policy());
    assertEquals(
        "by hand after 7 training steps, actions sampled ("
            + PolicyFiles.checksum(gaussian(0.5f)).substring(0, 12)
            + ")",
        behaviors.get(0).description());
    Behavior replay = behaviors.get(2);
    assertEquals(303, replay.usualSteps());
    assertEquals(List.of(100L, 101L, 102L), replay.parts().stream().map(p -> p.steps()).toList());
    assertEquals(gaussian(0.1f), replay.parts().get(1).policy());
    assertEquals(
        "gaussian-1d-medium-replay-v0 is no single policy, but one after another: after 0 steps,"
            + " after 10 steps, after 20 steps",
        refused(replay::policy));
  }

  @Test
  void aJarOnTheClassPathAddsToTheShelf() throws Exception {
    fill();
    Path jar = folder.resolve("shelf.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream output = new JarOutputStream(file);
        Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.filter(p -> Files.isRegularFile(p) && !p.equals(jar)).toList()) {
        output.putNextEntry(
            new JarEntry("policies/" + folder.relativize(path).toString().replace('\\', '/')));
        Files.copy(path, output);
      }
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    int shipped = PolicyShelf.standard().cards().size();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      assertEquals(shipped + 2, PolicyShelf.standard().cards().size());
      assertEquals(gaussian(0.5f), Behaviors.named("gaussian-1d-expert").policy());
      Behavior both = Behaviors.find("gaussian-1d-v0", "medium-expert");
      assertEquals(
          List.of(gaussian(0.2f), gaussian(0.5f)),
          both.parts().stream().map(Behavior.Part::policy).toList());
      assertTrue(refused(() -> Behaviors.named("gaussian-1d-exprt")).contains("did you mean"));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Whatever is shipped is whole: every file is there, fits its task and is listed. */
  @Test
  void theShippedShelfIsWhole() throws IOException {
    PolicyShelf shelf = PolicyShelf.standard();
    List<String> listed = new ArrayList<>();
    for (PolicyCard card : shelf.cards()) {
      listed.add(card.environment() + "/" + card.tier() + ".json");
      assertActs(card.environment(), shelf.load(card));
    }
    for (ReplayRecipe recipe : shelf.recipes()) {
      listed.add(recipe.environment() + "/medium-replay.json");
      for (int i = 0; i < recipe.snapshots().size(); i++) {
        assertActs(recipe.environment(), shelf.load(recipe, i));
      }
    }
    Path sources = Path.of(System.getProperty("basedir", ""), "src/main/resources/policies");
    assertTrue(Files.isDirectory(sources), "the test runs in its module");
    try (Stream<Path> files = Files.walk(sources)) {
      List<String> there =
          files
              .filter(file -> file.toString().endsWith(".json"))
              .map(file -> sources.relativize(file).toString().replace('\\', '/'))
              .sorted()
              .toList();
      assertEquals(there, listed.stream().sorted().toList());
    }
  }

  private static void assertActs(String id, Policy policy) {
    VectorEnvironment environment = new VectorEnvironment(Environments.registered().get(id), 1);
    Seed[] seeds = {new Seed(0)};
    environment.reset(seeds);
    EnvironmentAccess access =
        new EnvironmentAccess(environment, EnvironmentAccess.LookAhead.NONE, new Ledger());
    try (Actor actor = policy.start(access, seeds)) {
      environment.step(actor.act(environment.observations()));
    }
    assertEquals(1, environment.elapsed(0));
  }
}
