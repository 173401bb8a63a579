package org.prefbench.campaign;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The inputs in the resources {@code cases}; their README tells how they were made. */
final class Cases {
  private static final String RESOURCES = "/org/prefbench/cases";

  private Cases() {}

  /** Returns the folder of the resources. */
  static Path folder() throws URISyntaxException {
    return Path.of(Cases.class.getResource(RESOURCES).toURI());
  }

  /**
   * Unpacks the files of other makers.
   *
   * @param kind the ending of their names, such as {@code hdf5}
   * @param folder where they go
   */
  static void unpack(String kind, Path folder) throws IOException {
    String name = RESOURCES + "/" + kind + "-dialects.zip";
    try (InputStream resource = Cases.class.getResourceAsStream(name);
        ZipInputStream input = new ZipInputStream(resource)) {
      for (ZipEntry entry = input.getNextEntry(); entry != null; entry = input.getNextEntry()) {
        Path file = folder.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.copy(input, file);
      }
    }
  }
}
