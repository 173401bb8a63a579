package org.prefbench.policy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Services;
import org.prefbench.core.Sha256;

/**
 * Policies on disk: a line that names the file type, the id of the {@link PolicyFormat}, what that
 * format wrote, and the SHA-256 of all before it.
 */
public final class PolicyFiles {
  private static final byte[] MAGIC = "PrefBench policy\n".getBytes(StandardCharsets.US_ASCII);
  private static final int DIGEST_BYTES = 32;

  private PolicyFiles() {}

  /** Returns the registered formats, looked up by id. */
  public static Services<PolicyFormat> formats() {
    return new Services<>("policy format", PolicyFormat.class, PolicyFormat::id);
  }

  /** Returns the SHA-256 of the policy's bytes in hexadecimal: equal for equal policies. */
  public static String hash(Policy policy) {
    byte[] bytes = toBytes(policy);
    return HexFormat.of().formatHex(bytes, bytes.length - DIGEST_BYTES, bytes.length);
  }

  /** Returns the SHA-256 of the file that {@link #write} makes, as {@code sha256sum} prints it. */
  public static String checksum(Policy policy) {
    return new Sha256().add(toBytes(policy)).hex();
  }

  /** Returns whether a registered format writes this kind of policy. */
  public static boolean isWritable(Policy policy) {
    return formats().all().stream().anyMatch(format -> format.writes(policy));
  }

  /** Writes a policy that lies within another one. */
  public static void writeNested(Policy policy, DataOutput output) throws IOException {
    byte[] bytes = toBytes(policy);
    output.writeInt(bytes.length);
    output.write(bytes);
  }

  /**
   * Reads what {@link #writeNested} wrote.
   *
   * @param name what the policy is to the one around it, for errors
   */
  public static Policy readNested(String name, DataInput input) throws IOException {
    byte[] bytes = new byte[Checks.atLeast("bytes of " + name, input.readInt(), 0)];
    input.readFully(bytes);
    return fromBytes(name, bytes);
  }

  /**
   * Returns the policy as the content of a file.
   *
   * @throws InvalidInputException if no registered format writes this kind of policy
   */
  public static byte[] toBytes(Policy policy) {
    PolicyFormat format =
        formats().all().stream()
            .filter(candidate -> candidate.writes(policy))
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "no policy format writes a " + policy.getClass().getName()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream output = new DataOutputStream(bytes)) {
      output.write(MAGIC);
      output.writeUTF(format.id());
      format.write(policy, output);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    bytes.writeBytes(sha256(bytes.toByteArray()));
    return bytes.toByteArray();
  }

  /**
   * Returns the policy in {@code bytes}.
   *
   * @param name the file's name, for errors
   * @throws InvalidInputException if the bytes are not a policy, are damaged, or have an unknown
   *     format
   */
  public static Policy fromBytes(String name, byte[] bytes) {
    Checks.require(
        bytes.length > MAGIC.length + DIGEST_BYTES
            && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length),
        "%s is not a policy file",
        name);
    byte[] content = Arrays.copyOf(bytes, bytes.length - DIGEST_BYTES);
    byte[] digest = Arrays.copyOfRange(bytes, content.length, bytes.length);
    Checks.require(
        Arrays.equals(sha256(content), digest),
        "%s is damaged: its checksum does not match its %d bytes",
        name,
        bytes.length);
    int from = MAGIC.length;
    try (DataInputStream input =
        new DataInputStream(new ByteArrayInputStream(content, from, content.length - from))) {
      Policy policy = formats().get(input.readUTF()).read(input);
      Checks.require(input.read() < 0, "%s has bytes after the policy", name);
      return policy;
    } catch (IOException e) {
      throw new InvalidInputException(name + " ends within the policy", e);
    }
  }

  /** Writes the policy to {@code file}, replacing it as a whole or not at all. */
  public static void write(Path file, Policy policy) {
    byte[] bytes = toBytes(policy);
    AtomicFiles.write(file, output -> output.write(bytes));
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws InvalidInputException if it is not an undamaged policy file of a known format
   */
  public static Policy read(Path file) throws IOException {
    return fromBytes(file.toString(), Files.readAllBytes(file));
  }

  private static byte[] sha256(byte[] bytes) {
    return HexFormat.of().parseHex(new Sha256().add(bytes).hex());
  }
}
