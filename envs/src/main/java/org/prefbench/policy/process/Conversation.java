package org.prefbench.policy.process;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.process.Command;
import org.prefbench.process.Greeting;
import org.prefbench.process.LineProcess;
import org.prefbench.process.Numbers;

/**
 * A process that acts, while it runs. After the {@link Greeting}, a session is one actor:
 *
 * <pre>
 * &gt; start SESSION COPIES sample|mean     episodes begin; no answer
 * &gt; seeds S0 S1 ...                      one per copy, if the greeting asked for them
 * &gt; act SESSION ROWS                     then as many lines
 * &gt; COPY O0 O1 ...                       the observation of a copy that has not ended
 * &lt; A0 A1 ...                            its action, a line for each and in their order
 * &gt; end SESSION                          no answer
 * </pre>
 *
 * All rows of a batch are sent before the first answer is awaited, and the process may answer each
 * as it comes. Not thread-safe.
 */
final class Conversation implements AutoCloseable {
  private static final String PROTOCOL = "policy 1";
  private static final String SEEDS = "seeds";

  private final LineProcess process;
  private final Greeting greeting;
  private final double[] action;
  private long sessions;

  private Conversation(LineProcess process, Greeting greeting, int actions) {
    this.process = process;
    this.greeting = greeting;
    action = new double[actions];
  }

  /**
   * Starts the process and greets it.
   *
   * @throws org.prefbench.core.InvalidInputException if it speaks something else, or is of another
   *     version than the one asked for
   */
  static Conversation begin(
      Command command, Optional<String> version, EnvironmentSpec environment) {
    Map<String, String> told = new LinkedHashMap<>();
    told.put("environment", environment.id());
    told.put("observations", String.valueOf(environment.observations().size()));
    told.put("actions", String.valueOf(environment.actions().size()));
    told.put("low", words(environment.actions().low()));
    told.put("high", words(environment.actions().high()));
    LineProcess process = new LineProcess(command);
    Greeting greeting =
        Greeting.exchange(process, PROTOCOL, told, List.of("name", "version", SEEDS));
    String said = greeting.text("version").orElse("none");
    if (version.isPresent() && !version.get().equals(said)) {
      throw process.fail(
          "must be of version '" + version.get() + "', and says it is '" + said + "'");
    }
    return new Conversation(process, greeting, environment.actions().size());
  }

  private static String words(double[] values) {
    StringBuilder line = new StringBuilder();
    Numbers.append(line, values);
    return line.toString().strip();
  }

  /** Returns name and version as the process gives them. */
  String name() {
    return greeting.text("name").orElse("a process without a name")
        + greeting.text("version").map(version -> " " + version).orElse("");
  }

  /** Begins episodes and returns the number of the session. */
  long start(Seed[] seeds, boolean sample) {
    long session = sessions++;
    process.send("start " + session + " " + seeds.length + (sample ? " sample" : " mean"));
    if (greeting.has(SEEDS)) {
      StringBuilder line = new StringBuilder(SEEDS);
      Arrays.stream(seeds).forEach(seed -> line.append(' ').append(seed.value()));
      process.send(line.toString());
    }
    return session;
  }

  /**
   * Writes the actions of some copies into their rows.
   *
   * @param observations {@code [copies, obs]}
   * @param acting the copies
   * @param actions {@code [copies, act]}
   */
  void act(long session, FloatMatrix observations, int[] acting, FloatMatrix actions) {
    process.send("act " + session + " " + acting.length);
    int columns = observations.columns();
    for (int copy : acting) {
      StringBuilder line = new StringBuilder().append(copy);
      Numbers.append(line, observations.values(), copy * columns, columns);
      process.send(line.toString());
    }
    process.flush();
    for (int copy : acting) {
      String answer = process.receive("action");
      Numbers.read(process, "an action", answer.split(" +"), 0, action);
      actions.setRow(copy, action);
    }
  }

  /** Ends a session. */
  void end(long session) {
    process.send("end " + session);
  }

  @Override
  public void close() {
    process.close();
  }
}
