package org.prefbench.policy.outside;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.prefbench.core.Checks;
import org.prefbench.core.FileErrors;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Services;

/** Networks from outside on disk, told apart by how their names end. */
public final class PolicyNetworks {
  private static final int LARGEST_FILE = 1 << 26; // bytes: 16 million weights

  private PolicyNetworks() {}

  /** Returns the registered kinds, looked up by ending. */
  public static Services<NetworkFormat> formats() {
    return new Services<>("kind of network", NetworkFormat.class, NetworkFormat::ending);
  }

  /** Returns who reads files of this name, if anybody does. */
  public static Optional<NetworkFormat> format(Path file) {
    String name = String.valueOf(file.getFileName());
    return formats().find(name.substring(name.lastIndexOf('.') + 1));
  }

  /**
   * Returns the network in a file.
   *
   * @throws InvalidInputException if it cannot be read, or is no network of that kind
   */
  public static PolicyNetwork read(Path file, NetworkFormat format) {
    try (InputStream input = Files.newInputStream(file)) {
      byte[] bytes = input.readNBytes(LARGEST_FILE + 1); // what is no network may have no end
      Checks.require(
          bytes.length <= LARGEST_FILE,
          "%s has more than the %d bytes that a network may have",
          file,
          LARGEST_FILE);
      return format.read(file.toString(), bytes);
    } catch (IOException e) {
      throw new InvalidInputException(file + " cannot be read: " + FileErrors.reason(e), e);
    }
  }
}
