package org.prefbench.nn;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.policy.outside.PolicyNetwork;

/**
 * A module of TorchScript, run by the training engine. Its {@code forward} takes {@code [1, obs]}
 * and returns a tensor {@code [1, k]}, or a tuple of them, of 32 or 64 bits; it is in evaluation
 * mode, so that nothing is dropped out.
 *
 * <p>Observations go through it one by one. The engine's products of matrices round a row by how
 * many others are beside it, so that in a batch the same observation would not always give the same
 * action. The graph runs as it was written, for the engine's optimiser rewrites it after the first
 * runs have shown it shapes.
 */
public final class TorchScriptNetwork implements PolicyNetwork {
  private static final Cleaner CLEANER = Cleaner.create();

  /** What the engine says at the end of a trace of calls: {@code RuntimeError: the reason}. */
  private static final Pattern ERROR = Pattern.compile("^(?:\\w+\\.)*\\w*Error: (.+)$");

  private final String name;
  private final String ending;
  private final byte[] bytes;
  private final PtSymbolBlock module;
  private final boolean doublePrecision;

  /**
   * Loads a module.
   *
   * @param name what it is called, for errors
   * @param ending how its file's name ends
   * @param bytes the archive
   * @throws InvalidInputException if the engine cannot read it, or does not start
   */
  public TorchScriptNetwork(String name, String ending, byte[] bytes) {
    this.name = name;
    this.ending = ending;
    this.bytes = bytes.clone();
    NDManager manager = Engines.newManager();
    CLEANER.register(this, manager::close); // and with it the module's memory
    try {
      module =
          JniUtils.loadModule((PtNDManager) manager, new ByteArrayInputStream(bytes), true, false);
      JniUtils.enableInferenceMode(module);
      List<DataType> weights =
          module.getDirectParameters().values().stream()
              .map(parameter -> parameter.getArray().getDataType())
              .toList();
      doublePrecision = weights.contains(DataType.FLOAT64) && !weights.contains(DataType.FLOAT32);
    } catch (EngineException | IOException e) {
      throw wrong(e);
    }
  }

  private InvalidInputException wrong(Exception e) {
    return new InvalidInputException(name + ": the training engine says: " + reason(e), e);
  }

  /** Returns the line that says what is wrong, of a message with a trace of calls in two forms. */
  private static String reason(Exception e) {
    List<String> lines =
        String.valueOf(e.getMessage()).lines().filter(line -> !line.isBlank()).toList();
    for (String line : lines) {
      Matcher error = ERROR.matcher(line);
      if (error.matches()) {
        return error.group(1);
      }
    }
    return lines.get(0);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String ending() {
    return ending;
  }

  @Override
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Returns none: results of TorchScript have an order and no names. */
  @Override
  public List<String> outputs() {
    return List.of();
  }

  @Override
  public Evaluator evaluator(List<String> wanted) {
    Checks.require(wanted.isEmpty(), "%s has results without names, not %s", name, wanted);
    return new Runner();
  }

  /** Runs the module, and looks once whether it gives the same again. */
  private final class Runner implements Evaluator {
    private final NDManager manager = Engines.newManager();
    private boolean repeats;

    @Override
    public FloatMatrix evaluate(FloatMatrix observations) {
      JniUtils.setGraphExecutorOptimize(false); // a setting of each thread
      float[][] rows = new float[observations.rows()][];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = run(observations.row(i));
        Checks.require(
            rows[i].length == rows[0].length,
            "%s gives %d numbers for one observation, and %d for another",
            name,
            rows[0].length,
            rows[i].length);
      }
      if (!repeats && rows.length > 0) {
        Checks.require(
            Arrays.equals(rows[0], run(observations.row(0))),
            "%s gives two results for one observation: it may neither draw random numbers nor keep"
                + " a memory; return mean and log_std, which are drawn from here",
            name);
        repeats = true;
      }
      return FloatMatrix.of(rows);
    }

    private float[] run(float[] observation) {
      try (NDManager scope = manager.newSubManager()) {
        NDArray input = scope.create(observation, new Shape(1, observation.length));
        NDList inputs = new NDList(doublePrecision ? input.toType(DataType.FLOAT64, false) : input);
        float[] joined = {};
        for (NDArray output : module.forward(new ParameterStore(), inputs, false)) {
          float[] values = values(output);
          joined = Arrays.copyOf(joined, joined.length + values.length);
          System.arraycopy(values, 0, joined, joined.length - values.length, values.length);
        }
        return joined;
      } catch (EngineException | UnsupportedOperationException e) {
        throw wrong(e);
      }
    }

    private float[] values(NDArray output) {
      Shape shape = output.getShape();
      DataType type = output.getDataType();
      Checks.require(
          output.getName() == null
              && (type == DataType.FLOAT32 || type == DataType.FLOAT64)
              && shape.dimension() == 2
              && shape.get(0) == 1,
          "%s: forward must return a tensor [1, k] of float or double for [1, obs], or a tuple of"
              + " them, got %s%s of %s",
          name,
          output.getName() == null ? "" : "the entry '" + output.getName() + "' of a dictionary, ",
          Arrays.toString(shape.getShape()),
          type.name().toLowerCase(Locale.ROOT));
      return output.toType(DataType.FLOAT32, false).toFloatArray();
    }

    @Override
    public void close() {
      manager.close();
    }
  }
}
