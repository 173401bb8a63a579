package org.prefbench.run.worker;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.prefbench.core.Checks;
import org.prefbench.core.FileErrors;

/**
 * Finds kinds of slots: those of this machine and of the class path, and those in the folders of
 * jars that the system property {@code prefbench.engines} names. What is in these folders sees of
 * the class path our own classes alone, so that no library there meets another version of itself,
 * and nothing on the class path sees them: workers have none of it, and no result depends on it.
 */
public final class SlotFactories {
  private static final String OWN = "org.prefbench.";

  private SlotFactories() {}

  /**
   * Returns the kind of slots called {@code id}.
   *
   * @throws org.prefbench.core.InvalidInputException if there is none
   */
  public static SlotFactory get(String id) {
    List<SlotFactory> known = new ArrayList<>(List.of(new LocalSlots()));
    ClassLoader own = SlotFactories.class.getClassLoader();
    ServiceLoader.load(SlotFactory.class, own).forEach(known::add);
    List<URL> jars = new ArrayList<>();
    for (String folder : System.getProperty("prefbench.engines", "").split(File.pathSeparator)) {
      if (!folder.isEmpty()) {
        jars.addAll(jars(Path.of(folder)));
      }
    }
    if (!jars.isEmpty()) {
      ClassLoader apart = new URLClassLoader(jars.toArray(URL[]::new), new OwnClasses(own));
      ServiceLoader.load(SlotFactory.class, apart).forEach(known::add);
    }
    return known.stream()
        .filter(factory -> factory.id().equals(id))
        .findFirst()
        .orElseThrow(
            () -> Checks.unknown("engine", id, known.stream().map(SlotFactory::id).toList()));
  }

  /** Shows of a class path the classes of this program and those of Java. */
  private static final class OwnClasses extends ClassLoader {
    private final ClassLoader all;

    OwnClasses(ClassLoader all) {
      super(getPlatformClassLoader());
      this.all = all;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith(OWN)) {
        return all.loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }
  }

  private static List<URL> jars(Path folder) {
    List<URL> jars = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
      for (Path jar : files) {
        jars.add(url(jar));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder + ": " + FileErrors.reason(e), e);
    }
    return jars;
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(jar + " has no address", e);
    }
  }
}
