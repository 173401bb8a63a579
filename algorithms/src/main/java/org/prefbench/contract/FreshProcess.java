package org.prefbench.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.core.JavaProcess;

/** Trains a candidate in a virtual machine of its own, where nothing was done before. */
final class FreshProcess {
  private static final long MINUTES = 10;

  /** Trainings between two looks at the memory. */
  private static final int TRAININGS = 4;

  /**
   * Another language and time zone, which may change nothing. The compiler works in the foreground
   * and as little as it can, because what it holds at the moment would count as memory in use.
   */
  private static final List<String> OPTIONS =
      List.of(
          "-Duser.language=tr",
          "-Duser.timezone=Asia/Kathmandu",
          "-XX:TieredStopAtLevel=1",
          "-Xbatch");

  /**
   * Not handed on: that compiler makes vectors slower than scalars, which have the same bits, and a
   * policy that depends on it is found out.
   */
  private static final String VECTORS = "--add-modules=jdk.incubator.vector";

  private FreshProcess() {}

  /**
   * What came back.
   *
   * @param text the hash of the policy, or what went wrong
   * @param growth by how many bytes the native memory in use grew from look to look
   */
  record Answer(boolean done, String text, List<Long> growth) {
    private static Answer failure(String why) {
      return new Answer(false, why, List.of());
    }
  }

  /** Returns what another process makes of the same seed, and what it keeps of it. */
  static Answer train(Candidate candidate) throws InterruptedException {
    try {
      Path answer = Files.createTempFile("prefbench-contract", ".txt");
      Path log = Files.createTempFile("prefbench-contract", ".log");
      try {
        List<String> arguments = new ArrayList<>();
        arguments.add(answer.toString());
        arguments.add(candidate.factory().getClass().getName());
        candidate.settings().forEach((key, value) -> arguments.add(key + "=" + value));
        List<String> command =
            new ArrayList<>(
                JavaProcess.command(
                    OPTIONS,
                    jar(candidate.factory().getClass()).map(List::of).orElse(List.of()),
                    FreshProcess.class,
                    arguments));
        command.removeIf(VECTORS::equals);
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
          process.destroyForcibly();
          return Answer.failure("no answer after " + MINUTES + " minutes");
        }
        if (process.exitValue() == 0) {
          List<String> lines = Files.readAllLines(answer);
          return new Answer(
              true,
              lines.get(0),
              lines.subList(1, lines.size()).stream().map(Long::valueOf).toList());
        }
        List<String> lines = Files.readAllLines(log);
        return Answer.failure(
            "the process ended with code "
                + process.exitValue()
                + lines.stream()
                    .filter(line -> line.contains("Exception") || line.contains("Error"))
                    .findFirst()
                    .map(line -> ": " + line)
                    .orElse(""));
      } finally {
        Files.deleteIfExists(answer);
        Files.deleteIfExists(log);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a process", e);
    }
  }

  /** Returns where a class was loaded from, if that is a file or a folder. */
  private static Optional<Path> jar(Class<?> type) {
    return Optional.ofNullable(type.getProtectionDomain().getCodeSource())
        .map(CodeSource::getLocation)
        .map(
            location -> {
              try {
                return Path.of(location.toURI());
              } catch (URISyntaxException e) {
                throw new IllegalStateException("no file: " + location, e);
              }
            });
  }

  /** Trains; arguments are the file of the answer, the factory's class, and the settings. */
  public static void main(String... arguments) throws ReflectiveOperationException, IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String setting : List.of(arguments).subList(2, arguments.length)) {
      int at = setting.indexOf('=');
      settings.put(setting.substring(0, at), setting.substring(at + 1));
    }
    AlgorithmFactory<?> factory =
        (AlgorithmFactory<?>) Class.forName(arguments[1]).getDeclaredConstructor().newInstance();
    Candidate candidate = new Candidate(factory, settings);
    List<String> lines = new ArrayList<>();
    lines.add(candidate.train().hash());
    NativeMemory.growth(
            () -> {
              for (int i = 0; i < TRAININGS; i++) {
                candidate.train().actions();
              }
            })
        .forEach(bytes -> lines.add(Long.toString(bytes)));
    Files.write(Path.of(arguments[0]), lines);
  }
}
