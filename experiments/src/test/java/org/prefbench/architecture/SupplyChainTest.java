package org.prefbench.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.prefbench.core.Sha256;

/** What the build takes from elsewhere is known by its checksum, on every platform. */
class SupplyChainTest {
  private static final Path ROOT = Path.of("..");
  private static final Path CHECKSUMS = ROOT.resolve(".mvn/checksums/checksums.sha256");

  /** Returns checksums by path in a repository, such as {@code org/ow2/asm/asm/9.9.1/asm.jar}. */
  private static Map<String, String> checksums() throws IOException {
    Map<String, String> checksums = new HashMap<>();
    for (String line : Files.readAllLines(CHECKSUMS)) {
      assertTrue(line.matches("[0-9a-f]{64}  \\S+[.](jar|pom)"), line);
      checksums.put(line.substring(66), line.substring(0, 64));
    }
    return checksums;
  }

  private static List<String> find(String text, String pattern) {
    List<String> found = new ArrayList<>();
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  /** Maven compares, in every build; what is missing is an error in scripts/check. */
  @Test
  void mavenIsToldToCompare() throws IOException {
    List<String> options = Files.readAllLines(ROOT.resolve(".mvn/maven.config"));
    String processor = "-Daether.artifactResolver.postProcessor.trustedChecksums";
    String source = "-Daether.trustedChecksumsSource.summaryFile";
    assertEquals(
        Set.of(
            processor + "=true",
            processor + ".checksumAlgorithms=SHA-256",
            source + "=true",
            source + ".originAware=false",
            source + ".basedir=${session.rootDirectory}/.mvn/checksums"),
        Set.copyOf(options));
    assertTrue(
        Files.readString(ROOT.resolve("scripts/check"))
            .contains(processor + ".failIfMissing=true"));
    String wrapper = Files.readString(ROOT.resolve(".mvn/wrapper/maven-wrapper.properties"));
    assertTrue(wrapper.matches("(?s).*\ndistributionSha256Sum=[0-9a-f]{64}\n.*"), wrapper);
  }

  /** The libraries that this test runs with are those whose checksums are known. */
  @Test
  void everyLibraryOnTheClassPathIsKnown() throws IOException {
    Map<String, String> checksums = checksums();
    int libraries = 0;
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    for (String entry : classPath.split(java.io.File.pathSeparator)) {
      Path jar = Path.of(entry);
      if (!entry.endsWith(".jar") || jar.getFileName().toString().startsWith("prefbench-")) {
        continue;
      }
      int names = jar.getNameCount();
      String end = "/" + jar.subpath(names - 3, names).toString().replace('\\', '/');
      List<String> known =
          checksums.keySet().stream().filter(path -> ("/" + path).endsWith(end)).toList();
      assertEquals(1, known.size(), end + ": " + known);
      assertEquals(checksums.get(known.get(0)), Sha256.of(jar), end);
      libraries++;
    }
    assertTrue(libraries > 40, libraries + " libraries");
  }

  /** Checksums are written by resolving, so that each of these libraries has been downloaded. */
  @Test
  void theEngineHasALibraryForEveryPlatformOfTheBuild() throws IOException {
    String pom = Files.readString(ROOT.resolve("pom.xml"));
    String version = find(pom, "<djl.pytorch-native.version>(.*)</").get(0);
    Set<String> platforms = new TreeSet<>(find(pom, "<native.platform>(.*)</native.platform>"));
    assertEquals(Set.of("linux-x86_64", "linux-aarch64", "osx-aarch64", "win-x86_64"), platforms);
    String script = Files.readString(ROOT.resolve("scripts/checksums"));
    assertEquals(
        platforms,
        new TreeSet<>(List.of(find(script, "for platform in (.*); do").get(0).split(" "))));
    Map<String, String> checksums = checksums();
    for (String platform : platforms) {
      String name = "pytorch-native-cpu/" + version + "/pytorch-native-cpu-" + version;
      assertTrue(
          checksums.containsKey("ai/djl/pytorch/" + name + "-" + platform + ".jar"), platform);
    }
  }
}
