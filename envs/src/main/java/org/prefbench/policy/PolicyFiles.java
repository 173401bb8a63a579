package org.prefbench.policy;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.Checks;
import org.prefbench.core.FileErrors;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.LittleEndian;
import org.prefbench.core.Services;
import org.prefbench.core.Sha256;

/**
 * Policies on disk: a line that names the file type, the id of the {@link PolicyFormat}, what that
 * format wrote, and the SHA-256 of all before it.
 */
public final class PolicyFiles {
  private static final byte[] MAGIC = "PrefBench policy\n".getBytes(StandardCharsets.US_ASCII);
  private static final int DIGEST_BYTES = 32;
  private static final int LARGEST_FILE = 1 << 26; // bytes: 16 million weights
  private static final int DEEPEST = 8; // policies within each other

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
    int depth = input instanceof Content content ? content.depth + 1 : 1;
    Checks.require(depth < DEEPEST, "more than %d policies lie within each other", DEEPEST);
    return fromBytes(name, LittleEndian.readBytes(input, input.readInt()), depth);
  }

  /** What a file or a policy within one holds; knows how many policies are around it. */
  private static final class Content extends DataInputStream {
    private final int depth;

    Content(byte[] bytes, int length, int depth) {
      super(new ByteArrayInputStream(bytes, 0, length));
      this.depth = depth;
    }
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
    byte[] content = bytes.toByteArray();
    bytes.writeBytes(sha256(content, content.length));
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
    return fromBytes(name, bytes, 0);
  }

  private static Policy fromBytes(String name, byte[] bytes, int depth) {
    Checks.require(
        bytes.length > MAGIC.length + DIGEST_BYTES && startsWithMagic(bytes),
        "%s is not a policy file",
        name);
    int length = bytes.length - DIGEST_BYTES;
    byte[] digest = Arrays.copyOfRange(bytes, length, bytes.length);
    Checks.require(
        Arrays.equals(sha256(bytes, length), digest),
        "%s is damaged: its checksum does not match its %d bytes",
        name,
        bytes.length);
    try (Content input = new Content(bytes, length, depth)) {
      input.skipNBytes(MAGIC.length);
      Policy policy = formats().get(input.readUTF()).read(input);
      Checks.require(input.read() < 0, "there are bytes after the policy");
      return policy;
    } catch (EOFException e) {
      String reason = e.getMessage() == null ? "" : ": " + e.getMessage();
      throw new InvalidInputException(name + " ends within the policy" + reason, e);
    } catch (IOException e) {
      throw new InvalidInputException(name + " is no policy: " + FileErrors.reason(e), e);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(name + ": " + e.getMessage(), e);
    }
  }

  private static boolean startsWithMagic(byte[] bytes) {
    return Arrays.equals(bytes, 0, Math.min(MAGIC.length, bytes.length), MAGIC, 0, MAGIC.length);
  }

  /** Writes the policy to {@code file}, replacing it as a whole or not at all. */
  public static void write(Path file, Policy policy) {
    byte[] bytes = toBytes(policy);
    AtomicFiles.write(file, output -> output.write(bytes));
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws InvalidInputException if it cannot be read, or is not an undamaged policy file of a
   *     known format
   */
  public static Policy read(Path file) {
    try (InputStream input = new BufferedInputStream(Files.newInputStream(file))) {
      input.mark(MAGIC.length);
      Checks.require(
          startsWithMagic(input.readNBytes(MAGIC.length)), "%s is not a policy file", file);
      input.reset();
      byte[] bytes = input.readNBytes(LARGEST_FILE + 1); // what is no policy may have no end
      Checks.require(
          bytes.length <= LARGEST_FILE,
          "%s has more than the %d bytes that a policy file may have",
          file,
          LARGEST_FILE);
      return fromBytes(file.toString(), bytes);
    } catch (IOException e) {
      throw new InvalidInputException(file + " cannot be read: " + FileErrors.reason(e), e);
    }
  }

  private static byte[] sha256(byte[] bytes, int length) {
    return HexFormat.of().parseHex(new Sha256().add(bytes, length).hex());
  }
}
