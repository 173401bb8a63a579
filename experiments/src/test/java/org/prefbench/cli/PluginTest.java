package org.prefbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Algorithms;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.cli.shared.PluginJars;
import org.prefbench.contract.Cloner;
import org.prefbench.contract.Rule;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Environments;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Standardizer;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;

/**
 * The example of a method from outside, {@code algorithms/src/example}: compiled with warnings as
 * errors, packed into a jar, found, trained where its optimum is known, and run in a study.
 */
class PluginTest {
  private static final Path EXAMPLE =
      Stream.of(Path.of("../algorithms/src/example"), Path.of("algorithms/src/example"))
          .filter(Files::isDirectory)
          .findFirst()
          .orElseThrow();
  private static final String SERVICE = "META-INF/services/" + AlgorithmFactory.class.getName();

  @TempDir private static Path folder;
  private static PluginJar plugin;

  @BeforeAll
  static void compileAndPack() throws IOException {
    plugin =
        PluginJar.build(
            folder.resolve("hinge.jar"), EXAMPLE.resolve("java"), EXAMPLE.resolve("resources"));
  }

  @Test
  void oneFileAndOneServiceLineMakeAMethod() throws Exception {
    assertEquals(
        List.of("org.example.hinge.Hinge"),
        Files.readAllLines(EXAMPLE.resolve("resources").resolve(SERVICE)));
    List<String> methods =
        plugin.within(() -> Shell.json("method", "list", "--json").findValuesAsText("method"));
    assertTrue(methods.containsAll(List.of("hinge-example", "dpo")), methods.toString());
    String shown = plugin.within(() -> Shell.ok("method", "show", "hinge-example"));
    assertTrue(shown.contains("arXiv 2309.06657") && shown.contains("beta"), shown);
    String doctor = plugin.within(() -> Shell.ok("doctor"));
    assertTrue(doctor.contains("org.example.hinge.Hinge (" + plugin.file() + ")"), doctor);
    Shell.fails(2, "unknown method 'hinge-example'", "method", "show", "hinge-example");
  }

  @Test
  void itKeepsTheContract() throws Exception {
    JsonNode findings = Shell.json("method", "test", plugin.file(), "--json");
    assertEquals(Rule.values().length, findings.size());
    for (JsonNode finding : findings) {
      assertEquals("hinge-example", finding.get("method").asText());
      boolean passed = finding.get("result").asText().equals("pass");
      assertTrue(passed || finding.get("rule").asText().equals("native-memory"), finding::toString);
    }
    // once more by its id, with a setting that shows in what was seen
    String printed =
        plugin.within(() -> Shell.ok("method", "test", "hinge-example", "--set", "batch-size=5"));
    assertTrue(printed.contains("batch-size=5"), printed);
  }

  @Test
  void aJarThatIsNoneIsOneLine() throws Exception {
    Shell.fails(3, "no such file|nowhere.jar", "method", "test", "nowhere.jar");
    Path text = Files.writeString(folder.resolve("text.jar"), "no archive");
    Shell.fails(3, "text.jar is no jar", "method", "test", text);
    Path empty = jar("empty.jar", Map.of("readme.txt", ""));
    Shell.fails(3, "empty.jar registers nothing|META-INF/services/", "method", "test", empty);
    Path astray = jar("astray.jar", Map.of(SERVICE, "org.example.Missing\n"));
    Shell.fails(
        3, "astray.jar|" + SERVICE + "|org.example.Missing is in no jar", "method", "test", astray);
    Path teacher =
        jar(
            "teacher.jar",
            Map.of(
                "META-INF/services/org.prefbench.preference.LabelerFactory",
                "org.prefbench.preference.ScriptedTeacher$Oracle # none\n"));
    Shell.fails(3, "teacher.jar registers no method", "method", "test", teacher);
    Shell.fails(
        2,
        "unknown parameter|btea|did you mean 'beta'",
        "method",
        "test",
        plugin.file(),
        "--set",
        "btea=1");
    Shell.fails(2, "unknown method 'dqo', did you mean 'dpo'?", "method", "test", "dqo");
  }

  private static Path jar(String name, Map<String, String> files) throws IOException {
    Path jar = folder.resolve(name);
    try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        output.putNextEntry(new JarEntry(file.getKey()));
        output.write(file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }

  /** A method that cannot be made. */
  public static final class Refusing extends Cloner {
    /** Refuses. */
    public Refusing() {
      throw new IllegalStateException("it is Monday");
    }

    @Override
    public String id() {
      return "refusing";
    }

    @Override
    protected double weight(PreferencePair pair, Segment segment, double probability) {
      return 1;
    }
  }

  /** Each is looked at as what the launcher adds to the class path for --plugins. */
  @Test
  void jarsThatAddNothingAreNamed() throws IOException {
    ClassLoader loader = PluginTest.class.getClassLoader();
    assertEquals(List.of(), problems(plugin.file()));
    assertProblem("text.jar is no jar", Files.writeString(folder.resolve("text.jar"), "text"));
    assertProblem("is no jar that can be read", folder.resolve("nowhere.jar"));
    byte[] whole = Files.readAllBytes(plugin.file());
    assertProblem(
        "half.jar is no jar",
        Files.write(folder.resolve("half.jar"), Arrays.copyOf(whole, whole.length / 2)));
    assertProblem("a.jar registers nothing", jar("a.jar", Map.of("x", "")));
    assertProblem(
        "org.example.Missing is in no jar", jar("b.jar", Map.of(SERVICE, "org.example.Missing")));
    assertProblem(
        "java.lang.String is none of that kind", jar("c.jar", Map.of(SERVICE, "java.lang.String")));
    assertProblem(
        "there is no such kind of member",
        jar("d.jar", Map.of(SERVICE.replace("Factory", "Factroy"), "java.lang.String")));
    assertProblem(
        Refusing.class.getName() + " cannot be made: it is Monday",
        jar("e.jar", Map.of(SERVICE, "# a comment\n\n" + Refusing.class.getName() + " # one\n")));
    // the class is in a loader that lacks what the class is made of
    Path classes = folder.resolve("hinge.jar.classes");
    try (URLClassLoader alone = new URLClassLoader(new URL[] {classes.toUri().toURL()}, null)) {
      assertThrows(NoClassDefFoundError.class, () -> alone.loadClass("org.example.hinge.Hinge"));
      ClassLoader lacking =
          new ClassLoader(loader) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve)
                throws ClassNotFoundException {
              return name.startsWith("org.example.")
                  ? alone.loadClass(name)
                  : super.loadClass(name, resolve);
            }
          };
      List<String> problems = PluginJars.problems(plugin.file(), lacking);
      assertEquals(1, problems.size(), problems.toString());
      assertTrue(
          problems
              .get(0)
              .matches(".*hinge[.]jar: META-INF/.* needs the class org[.]prefbench[.].*"),
          problems.get(0));
    }
  }

  private static List<String> problems(Path jar) throws IOException {
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, PluginTest.class.getClassLoader())) {
      return PluginJars.problems(jar, loader);
    }
  }

  private static void assertProblem(String part, Path jar) throws IOException {
    List<String> problems = problems(jar);
    assertEquals(1, problems.size(), problems.toString());
    assertTrue(problems.get(0).contains(jar.toString()), problems.get(0));
    assertTrue(problems.get(0).contains(part), problems.get(0));
  }

  /** What a jar registers in vain takes nothing else away, and is told to who asks for it. */
  @Test
  void aBrokenMemberTakesNoOtherAway() throws Exception {
    Path astray = jar("vain.jar", Map.of(SERVICE, "org.example.Missing\n"));
    String list = PluginJar.within(astray, () -> Shell.ok("method", "list"));
    assertTrue(list.contains("dpo"), list);
    PluginJar.within(
        astray,
        () -> {
          Shell.fails(
              2, "unknown method 'mine'|org.example.Missing not found", "method", "show", "mine");
          return true;
        });
  }

  /** Reads rewards that it does not declare. */
  public static final class Leaky extends Cloner {
    @Override
    public String id() {
      return "leaky";
    }

    @Override
    protected double weight(PreferencePair pair, Segment segment, double probability) {
      return segment.sumOfRewards();
    }
  }

  @Test
  void aLeakyMethodIsSaidByTheNameOfTheRule() throws Exception {
    Path services = Files.createDirectories(folder.resolve("leaky/META-INF/services"));
    Files.writeString(
        services.resolve(AlgorithmFactory.class.getName()), Leaky.class.getName() + "\n");
    Shell answer =
        PluginJar.within(folder.resolve("leaky"), () -> Shell.run("method", "test", "leaky"));
    assertEquals(5, answer.code(), answer.out() + answer.err());
    assertEquals("", answer.err());
    List<String> failed =
        answer.out().lines().filter(line -> line.matches("leaky +[a-z-]+ +fail .*")).toList();
    assertEquals(1, failed.size(), answer.out());
    assertTrue(failed.get(0).matches("leaky +undeclared-rewards +fail +.*NaN.*"), failed.get(0));
  }

  /**
   * Two arms, a = 1 and a = -1, of which the first wins four times in five: a hinge ends at beta u
   * = 1, and for N(m, s^2) against N(0, 1) u is 2 m / s^2. As both arms are as far from 0, no label
   * pulls at the deviation where m is 0; it moves with m, so u alone is known.
   */
  @Test
  void itsOptimumIsTheOneOfTheLoss() throws Exception {
    for (double beta : new double[] {0.5, 1}) {
      GaussianPolicy policy = train(beta);
      double variance = Math.exp(2 * policy.logStd()[0]);
      assertEquals(1 / beta, 2 * policy.network().weights()[1] / variance, 0.03, "beta " + beta);
    }
  }

  private static GaussianPolicy train(double beta) throws Exception {
    EnvironmentSpec line = Environments.registered().get("gaussian-1d-v0").spec();
    GaussianPolicy reference =
        new GaussianPolicy(
            GaussianPolicy.Form.GAUSSIAN,
            line.actions(),
            Standardizer.identity(1),
            new Mlp(List.of(1, 1), Activation.RELU, Activation.IDENTITY, new float[2]),
            new float[1]);
    List<PreferencePair> pairs = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Label label = i < 4 ? Label.FIRST : Label.SECOND;
      pairs.add(new PreferencePair(action(1), action(-1), label, "hand"));
    }
    TrainingInput input =
        new TrainingInput(
            line,
            Optional.of(reference),
            new TrajectoryDataset(line.id(), List.of(action(0)), Map.of()),
            new PreferenceDataset(line.id(), pairs, Map.of()),
            Optional.empty(),
            Optional.empty());
    Map<String, String> settings =
        Map.of(
            "beta", String.valueOf(beta),
            "steps", "800",
            "learning-rate", "0.02",
            "batch-size", "512",
            "validation-share", "0");
    return (GaussianPolicy)
        plugin.within(
            () ->
                ConfiguredAlgorithm.of(Algorithms.registered().get("hinge-example"), settings)
                    .algorithm()
                    .train(input, new TrainingContext(new Seed(4), new Ledger(), Monitor.SILENT)));
  }

  private static Segment action(float action) {
    return new Segment(
        new FloatMatrix(2, 1),
        new FloatMatrix(1, 1, new float[] {action}),
        new FloatMatrix(1, 1),
        End.RUNNING,
        Optional.empty());
  }

  @Test
  void itTrainsInAStudy() throws Exception {
    Path study =
        Files.writeString(
            folder.resolve("with-plugin.yaml"),
            """
            id: with-plugin
            runs: 1
            tasks:
              - {dataset: gaussian-1d-random-v0, steps: 500}
            reference: {method: bc, set: {steps: 100, hidden-size: 8}}
            preferences: {pairs: 200, segment-length: 1, states: initial}
            protocol: {episodes: 500, modes: [sampled], checkpoints: 0, select: [last]}
            methods:
              - {method: reference}
              - {method: hinge-example, set: {beta: 0.2, steps: 300, learning-rate: 0.01}}
            """);
    JsonNode answer =
        plugin.main(
            folder, "run", study, "--output", folder.resolve("results"), "--jobs", 1, "--json");
    assertEquals(2, answer.get("ran").asInt());
    assertEquals(0, answer.get("problems").size());
    // more is better on this line, and the example goes up
    double[] means = new double[2];
    List<String> lines = Files.readAllLines(folder.resolve("results/trials.csv"));
    List<String> columns = List.of(lines.get(0).split(",", -1));
    for (int i = 0; i < 2; i++) {
      means[i] =
          Double.parseDouble(lines.get(1 + i).split(",", -1)[columns.indexOf("return_mean")]);
    }
    assertTrue(lines.get(2).contains(",hinge-example,"), lines.get(2));
    assertTrue(means[1] > means[0] + 0.5, means[0] + " and " + means[1]);
  }
}
