package org.prefbench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Lets the tests of a class have a cache of their own, in a folder that is removed afterwards. */
public final class TemporaryHome implements BeforeAllCallback, AfterAllCallback {
  private static final String KEY = "prefbench.home";

  private Path home;
  private String former;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    home = Files.createTempDirectory("prefbench-home");
    former = System.setProperty(KEY, home.toString());
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (former == null) {
      System.clearProperty(KEY);
    } else {
      System.setProperty(KEY, former);
    }
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(home)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }
}
