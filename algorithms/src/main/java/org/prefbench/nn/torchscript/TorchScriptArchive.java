package org.prefbench.nn.torchscript;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.prefbench.core.Checks;
import org.prefbench.core.FileErrors;
import org.prefbench.core.InvalidInputException;

/**
 * The archive that a module of TorchScript is: a zip with {@code NAME/constants.pkl}, {@code
 * NAME/data.pkl}, the weights {@code NAME/data/0} ..., the program {@code NAME/code/*} and {@code
 * NAME/version} (PyTorch, torch/csrc/jit/docs/serialization.md). The engine reads it without a look
 * at its checksums, so that a damaged weight would be another policy.
 */
final class TorchScriptArchive {
  private static final int MOST_ENTRIES = 10_000;
  private static final long MOST_BYTES = 1L << 28; // unpacked

  private TorchScriptArchive() {}

  /**
   * Refuses what is no such archive, or is damaged.
   *
   * @param name the file's name, for errors
   */
  static void check(String name, byte[] bytes) {
    try {
      Path copy = Files.createTempFile("prefbench-", ".pt"); // what is read has to be a file
      try {
        Files.write(copy, bytes);
        check(name, copy);
      } finally {
        Files.delete(copy);
      }
    } catch (IOException e) {
      throw new InvalidInputException(
          name + ": not a readable TorchScript archive: " + FileErrors.reason(e), e);
    }
  }

  private static void check(String name, Path copy) throws IOException {
    try (ZipFile zip = new ZipFile(copy.toFile())) {
      Checks.require(
          zip.size() <= MOST_ENTRIES,
          "%s: %d entries are more than the %d that are read",
          name,
          zip.size(),
          MOST_ENTRIES);
      List<? extends ZipEntry> entries = entries(zip);
      Checks.require(
          entries.stream().anyMatch(entry -> entry.getName().matches("[^/]+/constants\\.pkl"))
              && entries.stream().anyMatch(entry -> entry.getName().matches("[^/]+/code/.+\\.py")),
          "%s: holds no program, as what torch.save writes; save torch.jit.script(policy), or"
              + " torch.jit.trace(policy, observation), by its method save",
          name);
      long left = MOST_BYTES;
      for (ZipEntry entry : entries) {
        left -= check(name, zip, entry, left);
      }
    }
  }

  private static List<? extends ZipEntry> entries(ZipFile zip) throws IOException {
    try {
      return zip.stream().toList();
    } catch (IllegalArgumentException e) {
      throw new IOException("a name is damaged", e);
    }
  }

  /** Returns how many bytes an entry has, which have to be those that were written. */
  private static long check(String name, ZipFile zip, ZipEntry entry, long most)
      throws IOException {
    CRC32 crc = new CRC32();
    byte[] buffer = new byte[1 << 16];
    long size = 0;
    try (InputStream input = zip.getInputStream(entry)) {
      for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
        crc.update(buffer, 0, count);
        size += count;
        Checks.require(size <= most, "%s: unpacks to more than %d bytes", name, MOST_BYTES);
      }
    }
    Checks.require(crc.getValue() == entry.getCrc(), "%s: '%s' is damaged", name, entry.getName());
    return size;
  }
}
