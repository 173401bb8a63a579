package org.prefbench.dataset.format;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.exceptions.HdfException;
import java.nio.BufferUnderflowException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;

/** Opening HDF5 files, finding datasets in them, and one clear line where they are damaged. */
final class Hdf5Files {
  private Hdf5Files() {}

  /** Opens a file after a look at its length; call it within {@link #guarded}. */
  static HdfFile open(Path path) {
    HdfFile file = new HdfFile(path);
    long expected = file.getHdfBackingStorage().getSuperblock().getEndOfFileAddress();
    long found = file.size() - file.getUserBlockSize();
    if (found < expected) {
      file.close();
      Checks.require(false, "%s: truncated, has %d of %d bytes", path, found, expected);
    }
    return file;
  }

  /** Runs one access to the library and turns its ways to fail into one line. */
  static <T> T guarded(Path path, Supplier<T> access) {
    try {
      return access.get();
    } catch (InvalidInputException e) {
      throw e;
    } catch (HdfException
        | BufferUnderflowException
        | IndexOutOfBoundsException
        | IllegalArgumentException
        | NegativeArraySizeException
        | ArithmeticException
        | UnsupportedOperationException e) {
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("no details");
      throw new InvalidInputException(
          path + ": not a readable HDF5 file, or damaged (" + reason + ")", e);
    }
  }

  /** Returns the dataset at a path of names below {@code group}, if there is one. */
  static Optional<Dataset> find(Group group, String name) {
    Node node = group;
    for (String part : name.split("/")) {
      if (!(node instanceof Group inner) || !inner.getChildren().containsKey(part)) {
        return Optional.empty();
      }
      node = inner.getChild(part);
    }
    return node instanceof Dataset dataset ? Optional.of(dataset) : Optional.empty();
  }
}
