package org.prefbench.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.Optional;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Messages;
import org.prefbench.core.FileErrors;

/**
 * Standard output that remembers why it could not be written. What is printed is a command's
 * result: where it is lost, to a full disk or to a reader that went away, the command has failed.
 */
final class StandardOutput extends OutputStream {
  private final OutputStream target =
      new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
  private Optional<IOException> failure = Optional.empty();

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    try {
      target.write(bytes, from, count);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      target.flush();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private IOException failed(IOException e) {
    failure = failure.or(() -> Optional.of(e));
    return e;
  }

  /**
   * Returns the exit code of a command that is done: its own, unless it succeeded and its result is
   * lost, which is said.
   */
  int end(PrintWriter err, int code) {
    failure.ifPresent(
        e -> Messages.print(err, "standard output cannot be written: " + FileErrors.reason(e)));
    return failure.isPresent() && code == ExitCode.OK ? ExitCode.FAILURE : code;
  }
}
