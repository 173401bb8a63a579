package org.prefbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code scripts/prefbench} in a checkout whose build and whose Java are scripts that write down
 * what they were asked: when it builds, what Java is given, and what it says of places where Java
 * cannot run.
 */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private static final String MVNW =
      """
      #!/bin/sh
      echo built >>builds
      mkdir -p experiments/target/lib
      modules="envs algorithms experiments"
      case "$*" in
        *"-pl experiments/spark -am"*)
          modules="$modules experiments/spark"
          mkdir -p experiments/spark/target/home/jars
          ;;
      esac
      for module in $modules; do
        mkdir -p $module/target && : >$module/target/prefbench-${module#*/}-0.1-SNAPSHOT.jar
      done
      """;

  private static final String JAVA =
      """
      #!/bin/sh
      echo "locale=${LC_ALL:-}"
      for word; do echo "$word"; done
      """;

  @TempDir private Path folder;

  private record Said(int code, List<String> out, String err) {}

  @BeforeEach
  void java() throws IOException {
    script(folder.resolve("java/bin/java"), JAVA);
    script(folder.resolve("java/bin/javac"), JAVA);
    Files.writeString(folder.resolve("java/release"), "JAVA_VERSION=\"17.0.1\"\n");
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertTrue(file.toFile().setExecutable(true));
  }

  /** Returns a checkout with one source and this launcher. */
  private Path checkout(String name) throws IOException {
    Path home = folder.resolve(name);
    script(
        home.resolve("scripts/prefbench"), Files.readString(Path.of("..", "scripts", "prefbench")));
    script(home.resolve("mvnw"), MVNW);
    for (String pom :
        List.of(
            "pom.xml",
            "envs/pom.xml",
            "algorithms/pom.xml",
            "experiments/pom.xml",
            "experiments/spark/pom.xml")) {
      Files.createDirectories(home.resolve(pom).getParent());
      Files.writeString(home.resolve(pom), "");
    }
    Files.createDirectories(home.resolve("envs/src/main"));
    Files.createDirectories(home.resolve("experiments/spark/src/main"));
    Files.writeString(source(home), "one");
    age(home, Instant.now().minus(Duration.ofHours(1)));
    return home;
  }

  private static Path source(Path home) {
    return home.resolve("envs/src/main/Source.java");
  }

  private static void age(Path home, Instant time) throws IOException {
    try (var files = Files.walk(home)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(time));
      }
    }
  }

  private Said run(Path home, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("bash", home + "/scripts/prefbench"));
    command.addAll(List.of(arguments));
    Path err = folder.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
    builder.environment().put("JAVA_HOME", folder.resolve("java").toString());
    builder.environment().keySet().removeIf(name -> name.matches("LANG|LC_.*"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), out.lines().toList(), Files.readString(err));
  }

  private Said run(Path home, String... arguments) throws IOException, InterruptedException {
    return run(home, Map.of(), arguments);
  }

  private static int builds(Path home) throws IOException {
    return Files.readAllLines(home.resolve("builds")).size();
  }

  private static void assertRefused(Said said, int code, String... words) {
    assertEquals(code, said.code(), said.err());
    assertEquals(1, said.err().lines().count(), said.err());
    for (String word : words) {
      assertTrue(said.err().contains(word), said.err());
    }
  }

  @Test
  void buildsOnceAndAgainWhereASourceHasChanged() throws Exception {
    Path home = checkout("checkout");
    assertEquals(0, run(home).code());
    assertEquals(0, run(home).code());
    assertEquals(1, builds(home));
    Files.writeString(source(home), "two");
    run(home);
    assertEquals(2, builds(home));
  }

  @Test
  void sparkIsBuiltForThoseWhoRunOnIt() throws Exception {
    Path home = checkout("checkout");
    String engines = "-Dprefbench.engines=";
    List<String> words = run(home, "run", "quickstart").out();
    assertTrue(words.stream().noneMatch(word -> word.startsWith(engines)), words.toString());
    for (String[] typed : new String[][] {{"cluster", "stop"}, {"run", "x", "--engine", "spark"}}) {
      List<String> told = run(home, typed).out();
      String found =
          told.stream().filter(word -> word.startsWith(engines)).findFirst().orElseThrow();
      List<String> folders = List.of(found.substring(engines.length()).split(":"));
      assertTrue(Files.exists(Path.of(folders.get(0), "prefbench-spark-0.1-SNAPSHOT.jar")), found);
      assertEquals(home + "/experiments/spark/target/home/jars", folders.get(1));
      String classPath = told.get(told.indexOf("-cp") + 1);
      assertFalse(classPath.contains("spark"), classPath);
    }
    assertEquals(2, builds(home));
    run(home, "run", "quickstart");
    assertEquals(2, builds(home));
    assertRefused(
        run(home, Map.of("SPARK_HOME", folder + "/none"), "cluster", "stop"),
        3,
        "SPARK_HOME is",
        "no folder jars");
  }

  @Test
  void aSourceFromTheFutureIsBuiltOnceUntilItChanges() throws Exception {
    Path home = checkout("checkout");
    FileTime future = FileTime.from(Instant.now().plus(Duration.ofHours(2)));
    Files.setLastModifiedTime(source(home), future);
    Files.setLastModifiedTime(source(home).getParent(), future);
    run(home);
    run(home);
    assertEquals(1, builds(home));
    Files.writeString(source(home), "two");
    Files.setLastModifiedTime(source(home), future);
    run(home);
    run(home);
    assertEquals(2, builds(home));
    Files.move(source(home), source(home).resolveSibling("Other.java"));
    Files.setLastModifiedTime(source(home).getParent(), future);
    run(home);
    run(home);
    assertEquals(3, builds(home));
  }

  @Test
  void aChangeBesideASourceFromTheFutureIsSeen() throws Exception {
    Path home = checkout("checkout");
    Files.setLastModifiedTime(source(home), FileTime.from(Instant.now().plus(Duration.ofHours(2))));
    run(home);
    Files.writeString(home.resolve("pom.xml"), "two");
    run(home);
    assertEquals(2, builds(home));
  }

  @Test
  void aColonInAPathIsRefusedByName() throws Exception {
    assertRefused(run(checkout("a:b")), 3, "a:b'", "colon", "rename");
    Path home = checkout("checkout");
    Files.createDirectories(folder.resolve("jars:mine"));
    Files.writeString(folder.resolve("jars:mine/a.jar"), "");
    assertRefused(run(home, "--plugins", folder + "/jars:mine"), 3, "jars:mine'", "colon");
  }

  @Test
  void withoutALocaleJavaIsGivenOneOfUtf8() throws Exception {
    Path home = checkout("plätze mit leerem");
    for (Map<String, String> environment :
        List.of(Map.<String, String>of(), Map.of("LC_ALL", "C"), Map.of("LANG", "POSIX"))) {
      Said said = run(home, environment, "bäckup.hdf5");
      assertEquals(0, said.code(), said.err());
      assertTrue(said.out().get(0).matches("locale=.*UTF-?8"), said.out().get(0));
      assertEquals("bäckup.hdf5", said.out().get(said.out().size() - 1));
    }
    assertEquals("locale=C.UTF-8", run(home, Map.of("LC_ALL", "C.UTF-8"), "x").out().get(0));
  }

  /** The command stands in for a machine that has no other locale than C. */
  @Test
  void lettersBeyondAsciiAreRefusedWhereThereIsNoLocaleForThem() throws Exception {
    script(folder.resolve("bin/locale"), "#!/bin/sh\necho ANSI_X3.4-1968\n");
    Map<String, String> environment =
        Map.of("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    Path home = checkout("checkout");
    assertRefused(
        run(home, environment, "dataset", "info", "bäckup.hdf5"), 3, "bäckup.hdf5'", "UTF-8");
    assertRefused(run(checkout("plätze"), environment, "doctor"), 3, "plätze'", "UTF-8");
    assertEquals(0, run(home, environment, "doctor").code());
  }

  /** A file in the place of the folder stands for any reason why it cannot be written. */
  @Test
  void aCheckoutThatCannotBeWrittenIsRefusedUnlessItIsBuilt() throws Exception {
    Path home = checkout("checkout");
    Files.writeString(home.resolve("target"), "");
    assertRefused(run(home), 3, "checkout' is not built yet", "copy");
    assertFalse(Files.exists(home.resolve("builds")));
  }

  @Test
  void plugInsMayStandAnywhereBeforeTwoHyphens() throws Exception {
    Path home = checkout("checkout");
    Path jars = Files.createDirectories(folder.resolve("jars"));
    Files.writeString(jars.resolve("b.jar"), "");
    Files.writeString(jars.resolve("a.jar"), "");
    Files.writeString(jars.resolve("a.txt"), "");
    String found = jars.toRealPath().resolve("a.jar") + ":" + jars.toRealPath().resolve("b.jar");
    for (List<String> words :
        List.of(
            List.of("--plugins", jars.toString(), "run", "toy", "--jobs", "2"),
            List.of("run", "toy", "--jobs", "2", "--plugins=" + jars),
            List.of("run", "--plugins", jars.toString(), "toy", "--jobs", "2"))) {
      List<String> out = run(home, words.toArray(String[]::new)).out();
      assertTrue(out.contains("-Dprefbench.plugins=" + found), out.toString());
      assertTrue(out.get(out.indexOf("-cp") + 1).endsWith("/lib/*:" + found), out.toString());
      int main = out.indexOf("org.prefbench.cli.Main");
      assertEquals(List.of("run", "toy", "--jobs", "2"), out.subList(main + 1, out.size()));
    }
    List<String> out = run(home, "run", "--", "--plugins").out();
    assertEquals(List.of("run", "--", "--plugins"), out.subList(out.size() - 3, out.size()));
    assertRefused(run(home, "run", "--plugins"), 2, "--plugins needs a folder");
    assertRefused(run(home, "run", "--plugins", "nowhere"), 2, "no such folder: 'nowhere'");
  }
}
