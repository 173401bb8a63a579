package org.prefbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodeHashTest {
  private static final String NAME = "org/prefbench/run/CodeHashTest$Sample.class";

  @TempDir private Path folder;

  /** A class to be found in a folder and in a jar. */
  static final class Sample {}

  @Test
  void folderAndJarOfTheSameContentAreEqual() throws IOException, ReflectiveOperationException {
    Map<String, byte[]> content = Map.of(NAME, bytes(), "resource.txt", new byte[] {1});
    String hash = hash(inFolder("a", content), "");
    assertEquals(hash, hash(inJar("a.jar", content), ""));
    assertNotEquals(
        hash, hash(inJar("b.jar", Map.of(NAME, bytes(), "resource.txt", new byte[] {2})), ""));
    assertEquals(
        hash,
        hash(
            inJar(
                "c.jar",
                Map.of(
                    NAME,
                    bytes(),
                    "resource.txt",
                    new byte[] {1},
                    "META-INF/MANIFEST.MF",
                    "Manifest-Version: 1.0\nBuilt-By: me\n".getBytes())),
            ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org/prefbench/method/flow/Pfm.class",
        "org/prefbench/run/Evaluator.class",
        "org/prefbench/physics/hopper.xml",
        "META-INF/services/org.prefbench.algorithm.AlgorithmFactory",
        "org/example/ipo/Ipo.class"
      })
  void whatResultsDependOnCounts(String entry) {
    assertTrue(Code.counts(entry));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "studies/table3.yaml",
        "claims.yaml",
        "policies/hopper-v2/expert.policy",
        "org/prefbench/report/Report.class",
        "META-INF/services/org.prefbench.chart.ChartFactory"
      })
  void whatOnlyAsksOrShowsDoesNot(String entry) {
    assertFalse(Code.counts(entry));
  }

  @Test
  void onlyThePartThatIsAskedForCounts() throws IOException, ReflectiveOperationException {
    String one = hash(inFolder("a", Map.of(NAME, bytes(), "resource.txt", new byte[] {1})), "org/");
    String two = hash(inFolder("b", Map.of(NAME, bytes(), "resource.txt", new byte[] {2})), "org/");
    assertEquals(one, two);
  }

  private static byte[] bytes() throws IOException {
    try (InputStream input = CodeHashTest.class.getResourceAsStream("/" + NAME)) {
      return input.readAllBytes();
    }
  }

  private static String hash(Path source, String prefix)
      throws IOException, ReflectiveOperationException {
    URL url = source.toUri().toURL();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {url}, null)) {
      Class<?> sample = loader.loadClass(Sample.class.getName());
      return CodeHash.of(List.of(sample), name -> name.startsWith(prefix));
    }
  }

  private Path inFolder(String name, Map<String, byte[]> content) throws IOException {
    for (Map.Entry<String, byte[]> entry : content.entrySet()) {
      Path file = folder.resolve(name).resolve(entry.getKey());
      Files.createDirectories(file.getParent());
      Files.write(file, entry.getValue());
    }
    return folder.resolve(name);
  }

  private Path inJar(String name, Map<String, byte[]> content) throws IOException {
    Path jar = folder.resolve(name);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, byte[]> entry : content.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return jar;
  }
}
