package org.prefbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.prefbench.core.InvalidInputException;
import picocli.CommandLine;

/** What a person is told of each kind of failure: the exit code, and words instead of classes. */
class FailureTest {
  private static final List<String> TYPED = List.of("dataset", "info", "a.hdf5");

  private record Case(Throwable thrown, int code, String text) {}

  static Stream<Case> cases() {
    String unexpected = "'dataset info a.hdf5' met something unexpected";
    return Stream.of(
        new Case(new InvalidInputException("a.hdf5: no rows"), 3, "a.hdf5: no rows"),
        new Case(
            new FileNotFoundException("a.hdf5 (Is a directory)"), 3, "a.hdf5 (Is a directory)"),
        new Case(new UncheckedIOException(new FileNotFoundException("a.hdf5")), 3, "a.hdf5"),
        new Case(
            new InvalidPathException("a?.hdf5", "letters that the locale lacks"),
            3,
            "letters that the locale lacks: a?.hdf5"),
        new Case(new NullPointerException("because \"<local4>\" is null"), 1, unexpected),
        new Case(new ClassCastException("class A cannot be cast to class B"), 1, unexpected),
        new Case(
            new IllegalStateException("the run was interrupted"), 1, "the run was interrupted"),
        new Case(
            new IllegalStateException("record org.prefbench.store.TrialRow is not readable"),
            1,
            unexpected),
        new Case(new StackOverflowError(), 1, unexpected),
        new Case(
            new NoClassDefFoundError("org/example/Missing"),
            1,
            "'dataset info a.hdf5' found no class 'org.example.Missing' on the class path"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isTold(Case each) {
    Failure failure = Failure.of(each.thrown(), TYPED);
    assertEquals(each.text(), failure.text());
    assertEquals(each.code(), failure.code());
    assertEquals(
        each.code() == 1 && failure.text().startsWith("'"),
        failure.hint().contains("--stack-trace"));
  }

  @Test
  void whoHasTooLittleMemoryIsToldHowToGiveMore() {
    OutOfMemoryError error = new OutOfMemoryError("Java heap space");
    CommandLine command = new CommandLine(CommandLine.Model.CommandSpec.create());
    Throwable fromMethod =
        new CommandLine.ExecutionException(command, "Error while calling", error);
    for (Throwable thrown : List.of(error, fromMethod)) {
      Failure failure = Failure.of(thrown, TYPED);
      assertTrue(failure.text().contains("needs more memory than Java has, "), failure.text());
      assertTrue(failure.hint().contains("PREFBENCH_JAVA_OPTS=-Xmx"), failure.hint());
    }
  }
}
