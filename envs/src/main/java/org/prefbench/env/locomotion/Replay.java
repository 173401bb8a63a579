package org.prefbench.env.locomotion;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.BoundedText;
import org.prefbench.core.Checks;
import org.prefbench.core.FileErrors;
import org.prefbench.core.InvalidInputException;
import org.prefbench.env.Environment;
import org.prefbench.env.Environments;
import org.prefbench.env.StepResult;

/**
 * Plays states and actions from a CSV file through one of the tasks here, so that anybody can
 * compare with their own MuJoCo. Input columns {@code qpos0.., qvel0.., act0..} are found by name,
 * others are ignored; output columns are {@code qpos0.., qvel0.., reward, terminated} after the
 * step, with as many digits as a double has. Files ending in {@code .gz} are compressed.
 */
public final class Replay {
  private final LocomotionEnvironment environment;
  private final Path input;
  private final boolean rollout;
  private final int engineSteps;
  private final double[] qpos;
  private final double[] qvel;
  private final double[] action;
  private final StepResult result;
  private boolean started;

  /**
   * Prepares a replay.
   *
   * @param environment id such as {@code hopper-v4}
   * @param input file of states and actions
   * @param rollout whether only the first row's state is set and the actions are then played open
   *     loop; a row with no action, NaN in every coordinate, ends the episode, and the next row's
   *     state starts another
   * @param engineSteps engine steps per row, with rewards left NaN; 0 for one control step
   * @throws InvalidInputException if the environment is unknown or no task of this package
   */
  public Replay(String environment, Path input, boolean rollout, int engineSteps) {
    Environment created = Environments.registered().get(environment).create();
    if (!(created instanceof LocomotionEnvironment task)) {
      throw new InvalidInputException(
          "environment '" + environment + "' has no qpos and qvel to replay");
    }
    this.environment = task;
    this.input = input;
    this.rollout = rollout;
    this.engineSteps = Checks.atLeast("substeps", engineSteps, 0);
    qpos = new double[task.model().nq()];
    qvel = new double[task.model().nv()];
    action = new double[task.model().nu()];
    result = new StepResult(task.spec());
  }

  /**
   * Writes one output row per input row and returns their number.
   *
   * @throws InvalidInputException if a column is missing or a value is no number
   * @throws UncheckedIOException if a file cannot be read or written
   */
  public int run(Path output) {
    int[] rows = new int[1];
    try (BoundedText text = open();
        BufferedReader lines = new BufferedReader(text)) {
      AtomicFiles.write(
          output,
          stream -> {
            try (Writer writer =
                new OutputStreamWriter(
                    output.toString().endsWith(".gz") ? new GZIPOutputStream(stream) : stream,
                    StandardCharsets.UTF_8)) {
              rows[0] = run(text, lines, writer);
            }
          });
    } catch (IOException e) {
      throw unreadable(e);
    }
    return rows[0];
  }

  private BoundedText open() throws IOException {
    Checks.require(Files.isRegularFile(input), "input %s is not a file", input);
    InputStream stream = Files.newInputStream(input);
    if (input.toString().endsWith(".gz")) {
      stream = new GZIPInputStream(stream);
    }
    return BoundedText.of(stream);
  }

  private int run(BoundedText whole, BufferedReader lines, Writer writer) throws IOException {
    String header = read(lines);
    Checks.require(header != null, "%s: the header line is missing", input);
    List<String> columns = Arrays.asList(header.trim().split("\\s*,\\s*"));
    int[] qposColumns = columns("qpos", qpos.length, columns);
    int[] qvelColumns = columns("qvel", qvel.length, columns);
    int[] actionColumns = columns("act", action.length, columns);
    writer.write(outputHeader());
    int line = 1;
    for (String text = read(lines); text != null; text = read(lines)) {
      line++;
      whole.rowEnded();
      String[] cells = text.trim().split("\\s*,\\s*", -1);
      Checks.require(
          cells.length == columns.size(),
          "%s, line %d: expected %d values, got %d",
          input,
          line,
          columns.size(),
          cells.length);
      read(cells, qposColumns, columns, line, qpos);
      read(cells, qvelColumns, columns, line, qvel);
      read(cells, actionColumns, columns, line, action);
      writer.write(row(line));
    }
    return line - 1;
  }

  /** Returns the next line or null; what is wrong with the input is no matter of the output. */
  private String read(BufferedReader lines) {
    try {
      return lines.readLine();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private UncheckedIOException unreadable(IOException e) {
    return new UncheckedIOException("cannot read " + input + ": " + FileErrors.reason(e), e);
  }

  private int[] columns(String prefix, int count, List<String> header) {
    int[] columns = new int[count];
    for (int i = 0; i < count; i++) {
      columns[i] = header.indexOf(prefix + i);
      Checks.require(
          columns[i] >= 0,
          "%s: column %s%d is missing; %s needs %s0 to %s%d",
          input,
          prefix,
          i,
          environment.spec().id(),
          prefix,
          prefix,
          count - 1);
    }
    return columns;
  }

  private void read(String[] cells, int[] columns, List<String> header, int line, double[] values) {
    for (int i = 0; i < values.length; i++) {
      String cell = cells[columns[i]];
      try {
        values[i] = number(cell);
      } catch (NumberFormatException e) {
        throw new InvalidInputException(
            input
                + ", line "
                + line
                + ": "
                + header.get(columns[i])
                + " must be a number, got '"
                + cell
                + "'",
            e);
      }
    }
  }

  /** Reads what C, Python and Java print. */
  private static double number(String cell) {
    return switch (cell.toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "inf", "+inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(cell);
    };
  }

  private String outputHeader() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < qpos.length; i++) {
      names.add("qpos" + i);
    }
    for (int i = 0; i < qvel.length; i++) {
      names.add("qvel" + i);
    }
    return String.join(",", names) + ",reward,terminated\n";
  }

  private void play() {
    if (!rollout || !started) {
      environment.setState(qpos, qvel);
      started = true;
    }
    if (rollout && Arrays.stream(action).allMatch(Double::isNaN)) {
      started = false;
    } else if (engineSteps == 0) {
      environment.step(action, result);
    } else {
      for (int i = 0; i < engineSteps; i++) {
        environment.engineStep(action);
      }
    }
  }

  /**
   * Plays the row in {@link #qpos}, {@link #qvel}, {@link #action} and returns the text of what
   * came out.
   */
  private String row(int line) {
    result.reward = Double.NaN;
    result.terminated = false;
    try {
      play();
    } catch (InvalidInputException e) {
      throw new InvalidInputException(input + ", line " + line + ": " + e.getMessage(), e);
    }
    environment.getState(qpos, qvel);
    StringBuilder text = new StringBuilder();
    for (double value : qpos) {
      text.append(value).append(',');
    }
    for (double value : qvel) {
      text.append(value).append(',');
    }
    return text.append(result.reward)
        .append(',')
        .append(result.terminated ? 1 : 0)
        .append('\n')
        .toString();
  }
}
