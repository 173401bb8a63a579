package org.prefbench.cli.method;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Algorithms;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.Candidates;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Listing;
import org.prefbench.cli.shared.PluginJars;
import org.prefbench.contract.Finding;
import org.prefbench.contract.MethodContract;
import org.prefbench.contract.Rule;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Parameters;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks at a method by the rules that every method keeps. */
@Command(
    name = "test",
    description = {
      "Tests a method against the rules that every method keeps.",
      "One line per rule says what was seen: reproducible by its seed, nothing touched or "
          + "changed that it did not declare, finite numbers on awkward data, settings "
          + "explained, costs counted, memory given back. Trains on tiny problems, with few "
          + "steps where the names of settings tell them. Exit code 5 if a rule does not hold."
    },
    footer = {
      "",
      "Examples:",
      "  prefbench method test dpo",
      "  prefbench method test my-method/target/my-method-1.0.jar",
      "  prefbench --plugins my/jars method test my-method --set depth=1"
    })
final class MethodTestCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @picocli.CommandLine.Parameters(
      paramLabel = "METHOD|JAR",
      completionCandidates = Candidates.Methods.class,
      description = "The id of a method, or a jar, all of whose methods are tested.")
  private String name;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting of the method for the trainings, to make them small; repeatable.")
  private List<String> set = List.of();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Map<String, String> settings = Arguments.settings(spec.commandLine(), set);
    if (!name.endsWith(".jar") && !Arguments.looksLikeFile(name)) {
      AlgorithmFactory<?> factory =
          Arguments.typed(spec.commandLine(), () -> Algorithms.registered().get(name));
      return test(List.of(factory), settings);
    }
    Path jar = Path.of(name).toAbsolutePath().normalize();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, before)) {
      checkJar(jar, loader);
      thread.setContextClassLoader(loader); // where services are looked for
      return test(methodsIn(jar), settings);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private int test(List<AlgorithmFactory<?>> factories, Map<String, String> settings) {
    for (AlgorithmFactory<?> factory : factories) {
      Arguments.checkTyped(
          spec.commandLine(),
          () -> Parameters.override(factory.id(), factory.defaults(), settings));
    }
    Listing listing = new Listing("method", "rule", "result", "seen");
    boolean holds = true;
    for (AlgorithmFactory<?> factory : factories) {
      MethodContract contract = new MethodContract(factory, settings);
      for (Rule rule : Rule.values()) {
        Finding finding = contract.look(rule);
        listing.row(factory.id(), rule.word(), Parameters.word(finding.outcome()), finding.seen());
        holds &= finding.outcome() != Finding.Outcome.FAIL;
      }
    }
    listing.print(spec.commandLine().getOut(), json);
    return holds ? ExitCode.OK : ExitCode.CHECK_FAILED;
  }

  /**
   * Checks that a file is a jar that registers methods.
   *
   * @throws InvalidInputException if it is none
   */
  private static void checkJar(Path jar, ClassLoader loader) throws IOException {
    if (!Files.isRegularFile(jar)) {
      throw new NoSuchFileException(jar.toString());
    }
    PluginJars.problems(jar, loader).stream()
        .findFirst()
        .ifPresent(
            problem -> {
              throw new InvalidInputException(problem);
            });
  }

  /** Returns the methods whose classes lie in a jar. */
  private static List<AlgorithmFactory<?>> methodsIn(Path jar) {
    List<AlgorithmFactory<?>> methods =
        Algorithms.registered().all().stream()
            .filter(factory -> isFrom(jar, factory.getClass()))
            .toList();
    Checks.require(!methods.isEmpty(), "%s registers no method whose class is in it", jar);
    return methods;
  }

  private static boolean isFrom(Path jar, Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    try {
      return source != null && Files.isSameFile(jar, Path.of(source.getLocation().toURI()));
    } catch (URISyntaxException | IOException e) {
      return false; // a class from elsewhere
    }
  }
}
