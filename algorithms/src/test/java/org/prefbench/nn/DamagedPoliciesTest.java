package org.prefbench.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Seed;
import org.prefbench.core.Sha256;
import org.prefbench.env.Space;
import org.prefbench.flow.Integration;
import org.prefbench.flow.OdeMethod;
import org.prefbench.generative.FlowMap;
import org.prefbench.generative.FlowPolicy;
import org.prefbench.generative.ReferencePlans;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.policy.BlackBox;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;

/**
 * Policy files whose content is wrong though their checksum holds: refused in one line, cheaply.
 */
class DamagedPoliciesTest {
  private static final int DIGEST = 32;
  private static final long MOST_BYTES = 8 << 20; // the files here have a few thousand

  private static GaussianPolicy gaussian() {
    return new GaussianPolicy(
        GaussianPolicy.Form.GAUSSIAN,
        Space.box(2, -1, 1),
        Standardizer.identity(3),
        Mlp.initial(List.of(3, 16, 2), Activation.RELU, new Seed(0)),
        new float[2]);
  }

  private static FlowPolicy flow() {
    FlowMap map =
        new FlowMap(
            Mlp.initial(List.of(4 + 1 + 3, 8, 4), Activation.RELU, new Seed(1)),
            Standardizer.identity(4),
            Standardizer.identity(3),
            new Integration(OdeMethod.RK4, 4, 1e-3));
    return new FlowPolicy(new ReferencePlans(gaussian()), 2, List.of(map), 1);
  }

  private static byte[] signed(byte[] content) {
    byte[] bytes = Arrays.copyOf(content, content.length + DIGEST);
    byte[] digest = HexFormat.of().parseHex(new Sha256().add(content).hex());
    System.arraycopy(digest, 0, bytes, content.length, DIGEST);
    return bytes;
  }

  private static byte[] content(Policy policy) {
    byte[] bytes = PolicyFiles.toBytes(policy);
    return Arrays.copyOf(bytes, bytes.length - DIGEST);
  }

  private static byte[] replaced(Policy policy, String before, String after) {
    String text = new String(content(policy), StandardCharsets.ISO_8859_1);
    assertEquals(before.length(), after.length());
    assertTrue(text.contains(before));
    return signed(text.replace(before, after).getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void assertRefused(String message, byte[] bytes) {
    assertEquals(
        message,
        assertThrows(InvalidInputException.class, () -> PolicyFiles.fromBytes("a.policy", bytes))
            .getMessage());
  }

  @Test
  void unknownNamesAreAnsweredWithTheKnownOnes() {
    assertRefused(
        "a.policy: unknown form of a Gaussian policy 'GAUSSIEN', did you mean 'GAUSSIAN'? (known:"
            + " GAUSSIAN, TANH_GAUSSIAN)",
        replaced(gaussian(), "\u0000\u0008GAUSSIAN", "\u0000\u0008GAUSSIEN"));
    assertRefused(
        "a.policy: unknown activation 'RELV', did you mean 'RELU'? (known: IDENTITY, LEAKY_RELU,"
            + " RELU, SILU, TANH)",
        replaced(gaussian(), "RELU", "RELV"));
    assertRefused(
        "a.policy: unknown solver 'RK5', did you mean 'RK4'? (known: DORMAND_PRINCE, EULER,"
            + " MIDPOINT, RK4)",
        replaced(flow(), "RK4", "RK5"));
    assertRefused(
        "a.policy: unknown policy format 'gaussian-mlp-v9', did you mean 'gaussian-mlp-v1'? (known:"
            + " "
            + String.join(", ", PolicyFiles.formats().ids())
            + ")",
        replaced(gaussian(), "gaussian-mlp-v1", "gaussian-mlp-v9"));
  }

  @Test
  void moreNumbersThanTheFileHasAreRefused() {
    byte[] content = content(gaussian());
    int weights = 3 * 16 + 16 + 16 * 2 + 2;
    int at = content.length - Integer.BYTES * (1 + weights + 1 + 2); // the weights' count
    ByteBuffer numbers = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(weights, numbers.getInt(at));
    numbers.putInt(at, 200_000_000);
    assertRefused(
        "a.policy ends within the policy: 800000000 bytes are announced, and fewer are left",
        signed(content));
    numbers.putInt(at, Integer.MAX_VALUE);
    assertRefused(
        "a.policy: 8589934588 bytes are announced, and an array has between 0 and 1073741824",
        signed(content));
  }

  @Test
  void layersThatNoNetworkCanHaveAreRefused() {
    byte[] content = content(gaussian());
    ByteBuffer numbers = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    int at = 0; // the hidden layer's size, between those of inputs and outputs
    while (numbers.getInt(at) != 3 || numbers.getInt(at + 4) != 16 || numbers.getInt(at + 8) != 2) {
      at++;
    }
    numbers.putInt(at + 4, Integer.MAX_VALUE);
    assertRefused(
        "a.policy: a network of sizes [3, 2147483647, 2] has more than 2147483647 weights",
        signed(content));
  }

  @Test
  void policiesWithinEachOtherHaveAnEnd() {
    Policy policy = gaussian();
    for (int i = 0; i < 7; i++) {
      policy = new BlackBox(policy);
    }
    byte[] eight = PolicyFiles.toBytes(policy);
    assertArrayEquals(eight, PolicyFiles.toBytes(PolicyFiles.fromBytes("eight", eight)));
    byte[] nine = PolicyFiles.toBytes(new BlackBox(policy));
    String message =
        assertThrows(InvalidInputException.class, () -> PolicyFiles.fromBytes("a.policy", nine))
            .getMessage();
    assertTrue(message.endsWith("more than 8 policies lie within each other"), message);
    assertTrue(message.startsWith("a.policy: "), message);
  }

  @Test
  void everyFalseNumberIsRefusedInOneLineAndTakesLittleMemory() {
    for (Policy policy : List.of(gaussian(), flow(), new BlackBox(gaussian()))) {
      byte[] whole = content(policy);
      for (int at = "PrefBench policy\n".length(); at < whole.length; at++) {
        for (int value : new int[] {-1, 0, 1 << 24, Integer.MAX_VALUE}) {
          byte[] content = whole.clone();
          ByteBuffer number = ByteBuffer.allocate(Integer.BYTES).putInt(value);
          System.arraycopy(
              number.array(), 0, content, at, Math.min(Integer.BYTES, content.length - at));
          readOrRefuse(signed(content));
        }
        readOrRefuse(signed(Arrays.copyOf(whole, at)));
      }
    }
  }

  private static void readOrRefuse(byte[] bytes) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      PolicyFiles.fromBytes("a.policy", bytes);
    } catch (InvalidInputException e) {
      assertTrue(e.getMessage().startsWith("a.policy"), e.getMessage());
      assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    }
    long taken = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(taken < MOST_BYTES, taken + " bytes");
  }

  @Test
  void whatIsNoPolicyFileIsNotReadToItsEnd(@TempDir Path folder) throws Exception {
    assertThrowsNaming("is not a policy file", Path.of("/dev/zero"));
    assertThrowsNaming("cannot be read", folder);
    assertThrowsNaming("there is no such file", folder.resolve("none.policy"));
    Path empty = Files.createFile(folder.resolve("empty.policy"));
    assertThrowsNaming("is not a policy file", empty);
  }

  private static void assertThrowsNaming(String reason, Path file) {
    String message =
        assertThrows(InvalidInputException.class, () -> PolicyFiles.read(file)).getMessage();
    assertTrue(message.startsWith(file.toString()) && message.contains(reason), message);
  }
}
