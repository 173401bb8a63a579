package org.prefbench.core;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Further virtual machines like this one: same Java, same class path, same settings. */
public final class JavaProcess {
  /** System properties that are handed on even if they were not given on the command line. */
  private static final List<String> INHERITED =
      List.of("ai.djl.", "org.slf4j.", "prefbench.", "java.awt.headless");

  /** Options that are not handed on: they belong to this process, or share a machine's memory. */
  private static final List<String> OWN =
      List.of("-agentlib", "-javaagent", "-XX:MaxRAMPercentage");

  private JavaProcess() {}

  /** Returns the options of this virtual machine that {@link #command} hands on. */
  public static List<String> options() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> OWN.stream().noneMatch(option::startsWith))
        .toList();
  }

  /**
   * Returns the command line of another virtual machine.
   *
   * @param options what it is told beyond this one's {@link #options}, and before them where both
   *     say something
   * @param classPath what follows this one's class path
   */
  public static List<String> command(
      List<String> options, List<Path> classPath, Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    List<String> own = options();
    command.addAll(own);
    Map<String, String> properties = new TreeMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      if (INHERITED.stream().anyMatch(name::startsWith)
          && own.stream().noneMatch(option -> option.startsWith("-D" + name + "="))) {
        properties.put(name, System.getProperty(name));
      }
    }
    properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(options); // of two settings of one thing the later counts
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      entries.add(Path.of(entry).toAbsolutePath().toString());
    }
    classPath.forEach(entry -> entries.add(entry.toAbsolutePath().toString()));
    command.add("-cp");
    command.add(String.join(File.pathSeparator, entries));
    command.add(main.getName());
    command.addAll(arguments);
    return List.copyOf(command);
  }
}
