package org.prefbench.cli.shared;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.prefbench.core.Message;

/** What is wrong with jars that are to add members: Java passes over such a jar in silence. */
public final class PluginJars {
  private static final String SERVICES = "META-INF/services/";
  private static final String OURS = SERVICES + "org.prefbench.";

  private PluginJars() {}

  /** Returns the jars that the launcher has added to the class path, for {@code --plugins}. */
  public static List<Path> launched() {
    return Stream.of(System.getProperty("prefbench.plugins", "").split(File.pathSeparator))
        .filter(text -> !text.isEmpty())
        .map(Path::of)
        .toList();
  }

  /**
   * Returns a line for each thing that is wrong with a jar, none if all that it registers can be
   * used.
   *
   * @param loader what finds the classes of the jar and of those beside it
   */
  public static List<String> problems(Path jar, ClassLoader loader) {
    List<String> problems = new ArrayList<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      List<JarEntry> services =
          file.stream().filter(entry -> entry.getName().startsWith(OURS)).toList();
      if (services.isEmpty()) {
        problems.add(jar + " registers nothing: it has no file " + OURS + "...");
      }
      for (JarEntry entry : services) {
        for (String name : names(file, entry)) {
          String problem = problem(entry.getName().substring(SERVICES.length()), name, loader);
          if (!problem.isEmpty()) {
            problems.add(jar + ": " + entry.getName() + ": " + problem);
          }
        }
      }
    } catch (IOException e) {
      problems.add(jar + " is no jar that can be read: " + Message.reason(e));
    }
    return problems;
  }

  private static List<String> names(JarFile file, JarEntry entry) throws IOException {
    try (InputStream input = file.getInputStream(entry)) {
      return new String(input.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .toList();
    }
  }

  /** Returns why a member cannot be made, empty if it can. */
  private static String problem(String service, String name, ClassLoader loader) {
    Class<?> expected;
    try {
      expected = Class.forName(service, false, loader);
    } catch (ClassNotFoundException e) {
      return "there is no such kind of member";
    }
    try {
      Class<?> type = Class.forName(name, false, loader);
      if (!expected.isAssignableFrom(type)) {
        return "the class " + name + " is none of that kind";
      }
      type.getMethods(); // looks for the classes that these name
      type.getConstructor().newInstance();
      return "";
    } catch (ClassNotFoundException e) {
      return "the class " + name + " is in no jar";
    } catch (UnsupportedClassVersionError e) {
      return "the class "
          + name
          + " is compiled for a newer Java than "
          + Runtime.version().feature();
    } catch (NoClassDefFoundError e) {
      return "the class " + name + " needs the class " + dotted(e) + ", which is in no jar";
    } catch (LinkageError e) {
      return "the class " + name + " is damaged or does not fit this version: " + dotted(e);
    } catch (InvocationTargetException e) {
      return "the class " + name + " cannot be made: " + Message.reason(e.getCause());
    } catch (ReflectiveOperationException e) {
      return "the class " + name + " has no public constructor without arguments";
    }
  }

  private static String dotted(LinkageError error) {
    return Message.reason(error).replace('/', '.');
  }
}
