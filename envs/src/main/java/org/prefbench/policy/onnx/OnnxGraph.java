package org.prefbench.policy.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.prefbench.core.Checks;

/**
 * A network in the making, as the graph of an ONNX file: constants, operators and outputs, of 32
 * bits, on one input {@code [n, columns]}. The fields are those of onnx.proto3 (ONNX 1.x, IR
 * version 8, operators of opset 13, which all run times of the last years take).
 */
public final class OnnxGraph {
  private static final int IR_VERSION = 8;
  private static final int OPERATORS = 13;
  private static final int FLOAT = 1; // TensorProto.DataType
  private static final int ATTRIBUTE_FLOAT = 1; // AttributeProto.AttributeType
  private static final String BATCH = "n";

  private static final byte[] START =
      new Protobuf().number(1, (long) IR_VERSION).text(2, "PrefBench").toBytes();

  private final Protobuf graph = new Protobuf();
  private final Protobuf model = new Protobuf();
  private int nodes;

  /**
   * Begins a graph.
   *
   * @param name what it computes, in words
   * @param input name of its input
   * @param columns of the input
   */
  public OnnxGraph(String name, String input, int columns) {
    model.bytes(START).text(6, name);
    graph.text(2, "policy").message(11, value(input, columns));
  }

  /**
   * Adds a constant and returns its name.
   *
   * @param values row after row
   * @param shape how many there are along each axis; none for a single number
   */
  public String constant(String name, float[] values, int... shape) {
    Checks.require(
        Arrays.stream(shape).reduce(1, Math::multiplyExact) == values.length,
        "a constant of shape %s got %d values",
        Arrays.toString(shape),
        values.length);
    Protobuf tensor = new Protobuf();
    for (int size : shape) {
      tensor.number(1, size);
    }
    ByteBuffer raw =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    graph.message(5, tensor.number(2, FLOAT).text(8, name).bytes(9, raw.array()));
    return name;
  }

  /** Adds an operator and returns the name of what it computes. */
  public String node(String operator, String... inputs) {
    return node(operator, List.of(inputs), new Protobuf());
  }

  /** Adds an operator with an attribute and returns the name of what it computes. */
  public String node(String operator, String attribute, float value, String... inputs) {
    Protobuf named =
        new Protobuf().text(1, attribute).number(2, value).number(20, (long) ATTRIBUTE_FLOAT);
    return node(operator, List.of(inputs), new Protobuf().message(5, named));
  }

  private String node(String operator, List<String> inputs, Protobuf node) {
    String output = operator.toLowerCase(Locale.ROOT) + "_" + nodes++;
    inputs.forEach(input -> node.text(1, input));
    graph.message(1, node.text(2, output).text(3, output + "_node").text(4, operator));
    return output;
  }

  /**
   * Adds an output {@code [n, columns]}.
   *
   * @param computed the name of what it is
   */
  public void output(String name, String computed, int columns) {
    graph.message(
        1,
        new Protobuf().text(1, computed).text(2, name).text(3, name + "_node").text(4, "Identity"));
    graph.message(12, value(name, columns));
  }

  /** Notes something that run times pass on. */
  public void note(String key, String text) {
    model.message(14, new Protobuf().text(1, key).text(2, text));
  }

  /** Returns whether a file begins as those that were made here do. */
  public static boolean isOwn(InputStream file) throws IOException {
    return Arrays.equals(START, file.readNBytes(START.length));
  }

  /** Returns the file; the same graph gives the same bytes. */
  public byte[] toBytes() {
    byte[] begun = model.toBytes();
    byte[] rest =
        new Protobuf().message(7, graph).message(8, new Protobuf().number(2, OPERATORS)).toBytes();
    byte[] bytes = Arrays.copyOf(begun, begun.length + rest.length);
    System.arraycopy(rest, 0, bytes, begun.length, rest.length);
    return bytes;
  }

  private static Protobuf value(String name, int columns) {
    Protobuf shape =
        new Protobuf()
            .message(1, new Protobuf().text(2, BATCH))
            .message(1, new Protobuf().number(1, columns));
    Protobuf tensor = new Protobuf().number(1, FLOAT).message(2, shape);
    return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
  }
}
