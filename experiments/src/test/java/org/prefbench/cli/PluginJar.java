package org.prefbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A plug-in, compiled with warnings as errors and packed as somebody outside would do it. */
public record PluginJar(Path file) {
  /** Work that needs the plug-in. */
  public interface Work<T> {
    /** Does the work. */
    T run() throws Exception;
  }

  /**
   * Builds a jar.
   *
   * @param sources the folder of the classes that go into it
   * @param resources the folder of what else does
   */
  public static PluginJar build(Path file, Path sources, Path resources) throws IOException {
    Path classes = file.resolveSibling(file.getFileName() + ".classes");
    compile(classes, sources);
    try (OutputStream bytes = Files.newOutputStream(file);
        JarOutputStream output = new JarOutputStream(bytes)) {
      add(output, classes);
      add(output, resources);
    }
    return new PluginJar(file);
  }

  /** Compiles all sources below some folders into the folder {@code classes}. */
  static void compile(Path classes, Path... sources) throws IOException {
    Files.createDirectories(classes);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> options =
        List.of(
            "-Xlint:all,-classfile,-path,-processing",
            "-Werror",
            "-parameters",
            "--release",
            "17",
            "-proc:none",
            "-cp",
            classPath(),
            "-d",
            classes.toString());
    List<Path> files = new ArrayList<>();
    for (Path folder : sources) {
      try (Stream<Path> below = Files.walk(folder)) {
        below.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
      }
    }
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      StringBuilder messages = new StringBuilder();
      boolean compiled =
          compiler
              .getTask(
                  null,
                  manager,
                  message -> messages.append(message).append('\n'),
                  options,
                  null,
                  manager.getJavaFileObjectsFromPaths(files))
              .call();
      assertTrue(compiled, messages.toString());
    }
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static void add(JarOutputStream output, Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        output.putNextEntry(new JarEntry(root.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, output);
      }
    }
  }

  /** Does {@code work} where services are found in the jar too. */
  <T> T within(Work<T> work) throws Exception {
    return within(file, work);
  }

  /** Does {@code work} where services are found in a jar or a folder too. */
  public static <T> T within(Path from, Work<T> work) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {from.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      return work.run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /**
   * Runs the whole program with the jar on its class path, as the launcher does with --plugins, and
   * returns the JSON that it prints.
   *
   * @param home where it writes what has no place of its own
   */
  JsonNode main(Path home, Object... arguments) throws IOException, InterruptedException {
    Path log = home.resolve("log");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dai.djl.offline=true",
                "-Dai.djl.pytorch.num_threads=1",
                "-Dprefbench.home=" + home,
                "-Xmx1g",
                "-cp",
                classPath() + java.io.File.pathSeparator + file,
                Main.class.getName()));
    Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
    Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), out + Files.readString(log));
    return new ObjectMapper().readTree(out);
  }
}
