package org.prefbench.policy.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Message;
import org.prefbench.policy.outside.PolicyNetwork;

/**
 * A network in an ONNX file (opset and operators as ONNX Runtime takes them), on one thread of the
 * processor. It has one input, {@code [n, obs]} or {@code [1, obs]}, and outputs {@code [n, k]}, of
 * 32 or 64 bits.
 *
 * <p>The library adds up each row's products in an order that does not depend on the other rows, so
 * that batching changes no byte; between machines with other vector instructions bits may differ.
 */
final class OnnxNetwork implements PolicyNetwork {
  private static final Cleaner CLEANER = Cleaner.create();
  private static final String ENDING = "onnx";
  private static final long STACK = 1L << 26; // bytes

  private final String name;
  private final byte[] bytes;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final String input;
  private final TensorInfo inputInfo;
  private final List<String> outputs;

  private OnnxNetwork(String name, byte[] bytes, OrtEnvironment environment, OrtSession session)
      throws OrtException {
    this.name = name;
    this.bytes = bytes;
    this.environment = environment;
    this.session = session;
    CLEANER.register(this, new Closing(session));
    Checks.require(
        session.getNumInputs() == 1,
        "%s takes %d inputs, and a policy takes one, the observation",
        name,
        session.getNumInputs());
    input = session.getInputNames().iterator().next();
    inputInfo = tensor("input", session.getInputInfo().get(input));
    outputs = List.copyOf(session.getOutputNames());
  }

  /** Releases the library's memory; knows nothing of the network, which else would be reachable. */
  private record Closing(OrtSession session) implements Runnable {
    @Override
    public void run() {
      try {
        session.close();
      } catch (OrtException e) {
        throw new IllegalStateException("ONNX Runtime cannot close a network", e);
      }
    }
  }

  /**
   * Returns the network in a file.
   *
   * @throws InvalidInputException if the library cannot read or run it
   */
  static OnnxNetwork of(String name, byte[] bytes) {
    OrtEnvironment environment = environment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      options.setDeterministicCompute(true);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL); // errors are thrown
      return new OnnxNetwork(
          name, bytes.clone(), environment, environment.createSession(bytes, options));
    } catch (OrtException e) {
      throw wrong(name, e);
    }
  }

  /**
   * Loads the library. Version 1.29.0 walks through the command line of the process by recursion
   * while it is loaded, and a class path of tens of jars is too long for the usual stack, which
   * ends the virtual machine; so this has a thread with a larger one.
   */
  private static OrtEnvironment environment() {
    FutureTask<OrtEnvironment> loading =
        new FutureTask<>(
            () ->
                OrtEnvironment.getEnvironment(
                    OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "prefbench"));
    Thread thread = new Thread(null, loading, "prefbench-onnx", STACK);
    thread.setDaemon(true);
    thread.start();
    try {
      return loading.get();
    } catch (ExecutionException e) { // no library for this machine, or no place to unpack it
      throw new InvalidInputException(
          "ONNX Runtime cannot be loaded: " + Message.reason(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InvalidInputException("ONNX Runtime was told to stop while it was loaded", e);
    }
  }

  /** Refuses what is no matrix of real numbers. */
  private TensorInfo tensor(String what, NodeInfo node) {
    boolean matrix =
        node.getInfo() instanceof TensorInfo info
            && (info.type == OnnxJavaType.FLOAT || info.type == OnnxJavaType.DOUBLE)
            && info.getShape().length == 2;
    Checks.require(
        matrix,
        "%s: the %s '%s' must be a matrix of float or double, a row for each observation, got %s",
        name,
        what,
        node.getName(),
        node.getInfo());
    return (TensorInfo) node.getInfo();
  }

  private static InvalidInputException wrong(String name, OrtException e) {
    String reason = Message.reason(e).replaceFirst("^Error code - \\w+ - message: ", "");
    return new InvalidInputException(name + ": ONNX Runtime says: " + reason, e);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String ending() {
    return ENDING;
  }

  @Override
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public List<String> outputs() {
    return outputs;
  }

  @Override
  public Evaluator evaluator(List<String> wanted) {
    try {
      Map<String, NodeInfo> known = session.getOutputInfo();
      for (String output : wanted.isEmpty() ? outputs : wanted) {
        tensor("output", known.get(output));
      }
      return new Runner(wanted.isEmpty() ? outputs : wanted);
    } catch (OrtException e) {
      throw wrong(name, e);
    }
  }

  /**
   * Runs batches; the input of the last one stays, because most have the size of the one before.
   */
  private final class Runner implements Evaluator {
    private final List<String> wanted;
    private final Set<String> asked;
    private final int columns = Math.toIntExact(inputInfo.getShape()[1]);
    private final long fixedRows = inputInfo.getShape()[0];
    private ByteBuffer values = buffer(0);
    private Optional<OnnxTensor> tensor = Optional.empty();
    private int rows;

    Runner(List<String> wanted) {
      this.wanted = List.copyOf(wanted);
      asked = Set.copyOf(wanted);
      Checks.require(
          fixedRows < 0 || fixedRows == 1,
          "%s takes %d observations at a time, and must take any number, or one",
          name,
          fixedRows);
    }

    @Override
    public FloatMatrix evaluate(FloatMatrix observations) {
      Checks.require(
          columns < 0 || observations.columns() == columns,
          "%s takes observations of %d values, and these have %d",
          name,
          columns,
          observations.columns());
      try {
        if (fixedRows < 0) {
          return run(observations, 0, observations.rows());
        }
        FloatMatrix[] parts = new FloatMatrix[observations.rows()];
        for (int i = 0; i < parts.length; i++) {
          parts[i] = run(observations, i, 1);
        }
        return FloatMatrix.stack(Arrays.asList(parts));
      } catch (OrtException e) {
        throw wrong(name, e);
      }
    }

    private FloatMatrix run(FloatMatrix observations, int from, int count) throws OrtException {
      int size = observations.columns();
      if (count != rows) {
        close();
        tensor = Optional.of(tensor(count, size));
        rows = count;
      }
      write(observations.values(), from * size, count * size);
      try (OrtSession.Result result = session.run(Map.of(input, tensor.orElseThrow()), asked)) {
        FloatMatrix joined = new FloatMatrix(count, 0);
        for (String output : wanted) {
          joined = joined.beside(read(output, (OnnxTensor) result.get(output).orElseThrow()));
        }
        return joined;
      }
    }

    /** Makes the tensor of a batch, whose numbers are those of {@link #values} when it is run. */
    private OnnxTensor tensor(int batch, int size) throws OrtException {
      boolean single = inputInfo.type == OnnxJavaType.FLOAT;
      values = buffer(batch * size * (single ? Float.BYTES : Double.BYTES));
      long[] shape = {batch, size};
      return single
          ? OnnxTensor.createTensor(environment, values.asFloatBuffer(), shape)
          : OnnxTensor.createTensor(environment, values.asDoubleBuffer(), shape);
    }

    private void write(float[] source, int from, int count) {
      if (inputInfo.type == OnnxJavaType.FLOAT) {
        values.asFloatBuffer().put(source, from, count);
      } else {
        for (int k = 0; k < count; k++) {
          values.putDouble(k * Double.BYTES, source[from + k]);
        }
      }
    }

    private FloatMatrix read(String output, OnnxTensor result) {
      long[] shape = result.getInfo().getShape();
      Checks.require(
          shape.length == 2 && shape[0] == rows,
          "%s: the output '%s' of %d observations has the shape %s, and must have a row for each",
          name,
          output,
          rows,
          Arrays.toString(shape));
      FloatMatrix read = new FloatMatrix(rows, Math.toIntExact(shape[1]));
      float[] target = read.values();
      if (result.getInfo().type == OnnxJavaType.FLOAT) {
        result.getFloatBuffer().get(target);
      } else {
        double[] numbers = new double[target.length];
        result.getDoubleBuffer().get(numbers);
        for (int k = 0; k < target.length; k++) {
          target[k] = (float) numbers[k];
        }
      }
      return read;
    }

    @Override
    public void close() {
      tensor.ifPresent(OnnxTensor::close);
    }
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }
}
