package org.prefbench.store;

import java.nio.file.Path;

/**
 * Where the program lives: the folder of its sources and of its results, which the launcher tells,
 * or else the one that it was started in.
 */
public final class Home {
  private static final String PROPERTY = "prefbench.home";

  private Home() {}

  /** Returns the folder, from the root of the file system on. */
  public static Path folder() {
    return told().toAbsolutePath().normalize();
  }

  /** Returns the folder of the committed results, of a study each. */
  public static Path results() {
    return told().resolve("results").normalize();
  }

  /** Returns the folder of what is made here and not committed. */
  public static Path local() {
    return results().resolve("local");
  }

  private static Path told() {
    return Path.of(System.getProperty(PROPERTY, "."));
  }
}
