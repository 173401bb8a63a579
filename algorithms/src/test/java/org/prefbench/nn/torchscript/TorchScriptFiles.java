package org.prefbench.nn.torchscript;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;

/**
 * Modules of TorchScript as archives, written from their layout: PyTorch,
 * torch/csrc/jit/docs/serialization.md, and for the opcodes of {@code data.pkl} Python's
 * Lib/pickletools.py (protocol 2).
 */
public final class TorchScriptFiles {
  private static final String PREFIX = "archive/";

  private TorchScriptFiles() {}

  /** A weight of a module, row after row, kept in 32 or in 64 bits. */
  record Weight(String name, boolean wide, float[] values, int... shape) {}

  /** Returns a fully connected network whose result are its outputs, in 32 bits. */
  public static byte[] of(Mlp mlp) {
    return of(mlp, false);
  }

  /**
   * Returns a fully connected network whose result are its outputs.
   *
   * @param wide whether weights and sums have 64 bits
   */
  static byte[] of(Mlp mlp, boolean wide) {
    List<Weight> weights = new ArrayList<>();
    StringBuilder forward = new StringBuilder();
    float[] all = mlp.weights();
    for (int layer = 0; layer < mlp.layers(); layer++) {
      int in = mlp.size(layer);
      int out = mlp.size(layer + 1);
      int at = mlp.weightOffset(layer);
      weights.add(
          new Weight("w" + layer, wide, Arrays.copyOfRange(all, at, at + in * out), in, out));
      weights.add(
          new Weight(
              "b" + layer, wide, Arrays.copyOfRange(all, at + in * out, at + (in + 1) * out), out));
      String sums = "torch.addmm(self.b" + layer + ", x, self.w" + layer + ")";
      forward.append("x = ").append(activated(mlp.activation(layer), sums)).append('\n');
    }
    return module("Tensor", forward + "return x", weights);
  }

  private static String activated(Activation activation, String sums) {
    return switch (activation) {
      case IDENTITY -> sums;
      case RELU -> "torch.relu(" + sums + ")";
      case TANH -> "torch.tanh(" + sums + ")";
      default -> throw new IllegalArgumentException(activation.toString());
    };
  }

  /**
   * Returns a module.
   *
   * @param result the type that {@code forward} returns
   * @param forward its lines, of {@code x}, the observations, and {@code self}
   */
  static byte[] module(String result, String forward, List<Weight> weights) {
    return archive(entries(result, forward, weights));
  }

  /** Returns what the archive of a module holds, by the names of its entries. */
  static Map<String, byte[]> entries(String result, String forward, List<Weight> weights) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    StringBuilder code = new StringBuilder("class Policy(Module):\n  __parameters__ = [");
    weights.forEach(weight -> code.append('"').append(weight.name()).append("\", "));
    code.append("]\n  __buffers__ = []\n  training : bool\n");
    weights.forEach(weight -> code.append("  ").append(weight.name()).append(" : Tensor\n"));
    code.append("  def forward(self: __torch__.Policy,\n    x: Tensor) -> ").append(result);
    code.append(":\n");
    forward.lines().forEach(line -> code.append("    ").append(line).append('\n'));

    Pickle data = new Pickle().global("__torch__", "Policy").op(')', 0x81, '}', '(');
    data.text("training").op(0x88); // NEWTRUE
    for (int k = 0; k < weights.size(); k++) {
      Weight weight = weights.get(k);
      entries.put("data/" + k, bytes(weight));
      tensor(data.text(weight.name()), String.valueOf(k), weight);
    }
    entries.put("data.pkl", data.op('u', 'b', '.').bytes());
    entries.put("code/__torch__.py", text(code.toString()));
    entries.put("constants.pkl", new Pickle().op(')', '.').bytes());
    entries.put("version", text("3\n"));
    return entries;
  }

  private static void tensor(Pickle pickle, String key, Weight weight) {
    int[] strides = new int[weight.shape().length];
    int size = 1;
    for (int axis = strides.length - 1; axis >= 0; axis--) {
      strides[axis] = size;
      size *= weight.shape()[axis];
    }
    pickle.global("torch._utils", "_rebuild_tensor_v2").op('(');
    pickle.op('(').text("storage");
    pickle.global("torch", weight.wide() ? "DoubleStorage" : "FloatStorage");
    pickle.text(key).text("cpu").integers(size).op('t', 'Q'); // BINPERSID
    pickle.integers(0).op('(').integers(weight.shape()).op('t', '(').integers(strides).op('t');
    pickle
        .op(0x89)
        .global("collections", "OrderedDict")
        .op(')', 'R', 't', 'R'); // needs no gradient
  }

  private static byte[] bytes(Weight weight) {
    int size = weight.wide() ? Double.BYTES : Float.BYTES;
    ByteBuffer bytes =
        ByteBuffer.allocate(size * weight.values().length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : weight.values()) {
      if (weight.wide()) {
        bytes.putDouble(value);
      } else {
        bytes.putFloat(value);
      }
    }
    return bytes.array();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns a zip with these entries in one folder. */
  static byte[] archive(Map<String, byte[]> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(PREFIX + entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Bytes of a pickle of protocol 2. */
  private static final class Pickle {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Pickle() {
      op(0x80, 2);
    }

    Pickle op(int... codes) {
      for (int code : codes) {
        bytes.write(code);
      }
      return this;
    }

    Pickle global(String module, String name) {
      op('c').bytes.writeBytes(TorchScriptFiles.text(module + "\n" + name + "\n"));
      return this;
    }

    Pickle text(String text) {
      byte[] utf8 = TorchScriptFiles.text(text);
      op('X').four(utf8.length).bytes.writeBytes(utf8);
      return this;
    }

    Pickle integers(int... numbers) {
      for (int number : numbers) {
        op('J').four(number);
      }
      return this;
    }

    private Pickle four(int number) {
      return op(number & 255, number >> 8 & 255, number >> 16 & 255, number >>> 24);
    }

    byte[] bytes() {
      return bytes.toByteArray();
    }
  }
}
