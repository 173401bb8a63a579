package org.prefbench.env.process;

import java.lang.ref.Cleaner;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prefbench.core.InvalidInputException;
import org.prefbench.env.Environment;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.ReferenceScores;
import org.prefbench.env.Space;
import org.prefbench.env.StateField;
import org.prefbench.process.Command;
import org.prefbench.process.Greeting;
import org.prefbench.process.LineProcess;
import org.prefbench.process.Numbers;

/**
 * An environment that is a process: one for all copies, which have numbers. In its {@link Greeting}
 * it says what is fixed, then it is asked:
 *
 * <pre>
 * &gt; reset COPY SEED         &lt; O0 O1 ...                 the first observation
 * &gt; step COPY A0 A1 ...     &lt; REWARD ENDED O0 O1 ...    ENDED is 1 if the task is over, else 0
 * &gt; snapshot COPY           &lt; S0 S1 ...                 the whole state, if it can say so
 * &gt; restore COPY S0 S1 ...  &lt; O0 O1 ...                 goes on from there
 * &gt; close COPY                                          no answer: the copy is wanted no more
 * </pre>
 *
 * A copy begins with a reset or a restore. Without snapshots there are no forks: such an
 * environment has a state of no numbers. Thread-safe, one question after the other.
 */
public final class ProcessEnvironments implements EnvironmentFactory, AutoCloseable {
  private static final String PROTOCOL = "environment 1";
  private static final List<String> KEYS =
      List.of(
          "id",
          "title",
          "observations",
          "actions",
          "low",
          "high",
          "max-steps",
          "control-step",
          "state",
          "random-score",
          "expert-score");
  private static final int MOST = 1_000_000; // numbers, steps
  private static final Cleaner CLEANER = Cleaner.create();

  private final Command command;
  private final LineProcess process;
  private final EnvironmentSpec spec;
  private final Deque<Integer> unused = new ArrayDeque<>();
  private int copies;

  /**
   * Starts the process and greets it.
   *
   * @throws InvalidInputException if it speaks something else, or says what cannot be
   */
  public ProcessEnvironments(Command command) {
    this.command = command;
    process = new LineProcess(command);
    Greeting greeting = Greeting.exchange(process, PROTOCOL, Map.of(), KEYS);
    try {
      spec = spec(greeting);
    } catch (InvalidInputException e) {
      throw e.getMessage().startsWith(command + ": ") ? e : process.fail(e.getMessage());
    }
  }

  private EnvironmentSpec spec(Greeting greeting) {
    int actions = count(greeting, "actions", 1);
    double[] low = new double[actions];
    double[] high = new double[actions];
    Numbers.read(process, "low", required(greeting, "low").split(" +"), 0, low);
    Numbers.read(process, "high", required(greeting, "high").split(" +"), 0, high);
    int state = greeting.has("state") ? count(greeting, "state", 1) : 0;
    return new EnvironmentSpec(
        required(greeting, "id"),
        greeting.text("title").orElse("an environment from outside"),
        Space.unbounded(count(greeting, "observations", 1)),
        new Space(low, high),
        state == 0 ? List.of() : List.of(new StateField("snapshot", state)),
        greeting.text("control-step").map(step -> number("control-step", step)).orElse(1.0),
        count(greeting, "max-steps", 1),
        scores(greeting));
  }

  private Optional<ReferenceScores> scores(Greeting greeting) {
    if (!greeting.has("random-score") && !greeting.has("expert-score")) {
      return Optional.empty();
    }
    return Optional.of(
        new ReferenceScores(
            number("random-score", required(greeting, "random-score")),
            number("expert-score", required(greeting, "expert-score")),
            "as the process says"));
  }

  private String required(Greeting greeting, String key) {
    return greeting
        .text(key)
        .orElseThrow(() -> process.fail("must give the key '" + key + "' in its greeting"));
  }

  private double number(String key, String text) {
    return Numbers.number(process, key, text);
  }

  private int count(Greeting greeting, String key, int least) {
    double count = number(key, required(greeting, key));
    if (count != Math.rint(count) || count < least || count > MOST) {
      throw process.fail(
          key + " must be a whole number from " + least + " to " + MOST + ", got " + count);
    }
    return (int) count;
  }

  @Override
  public EnvironmentSpec spec() {
    return spec;
  }

  /** Returns whether the process can say its state and go on from one. */
  public boolean snapshots() {
    return spec.stateSize() > 0;
  }

  @Override
  public Environment create() {
    int copy = take();
    ProcessEnvironment environment = new ProcessEnvironment(this, copy);
    CLEANER.register(environment, () -> giveBack(copy)); // the next copy has its number
    return environment;
  }

  private synchronized int take() {
    return unused.isEmpty() ? copies++ : unused.pop();
  }

  private synchronized void giveBack(int copy) {
    unused.push(copy);
  }

  /**
   * Asks a question and returns the words of the answer.
   *
   * @param expected what the answer is, for errors
   */
  synchronized String[] ask(String question, String expected) {
    process.send(question);
    process.flush();
    return process.receive(expected).split(" +");
  }

  /** Tells that a copy is wanted no more. */
  synchronized void closed(int copy) {
    process.send("close " + copy);
  }

  /** Reads numbers of an answer. */
  void read(String what, String[] words, int from, double[] target) {
    Numbers.read(process, what, words, from, target);
  }

  /** Returns the error of a rule that the process broke, and ends it. */
  InvalidInputException fail(String rule) {
    return process.fail(rule);
  }

  @Override
  public String toString() {
    return command.toString();
  }

  /** Ends the process. */
  @Override
  public void close() {
    process.close();
  }
}
