package org.prefbench.process;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.prefbench.core.FileErrors;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Message;

/**
 * A process that is asked on its standard input and answers on its standard output, in lines of
 * UTF-8. Threads of its own write and read, so that whoever writes much before it reads, here or
 * there, waits for nobody; nothing is waited for longer than the command says. A process that has
 * gone wrong once is ended. Its end is the end of its input, which also comes if this program is
 * killed. Not thread-safe.
 */
public final class LineProcess implements AutoCloseable {
  private static final byte[] END = new byte[0]; // of what is sent
  private static final int LONGEST = 1 << 20; // bytes of a line
  private static final int MOST = 1 << 14; // lines that wait to be read
  private static final int LAST_WORDS = 300; // bytes of a line of the standard error that are told
  private static final long GRACE =
      2_000; // milliseconds between the end of input and that by force

  private final Command command;
  private final Process process;
  private final BlockingQueue<byte[]> outgoing = new LinkedBlockingQueue<>();
  private final BlockingQueue<Line> incoming = new ArrayBlockingQueue<>(MOST);
  private final Thread reader;
  private final Thread errors;
  private volatile String lastWords = "";
  private StringBuilder unsent = new StringBuilder();

  /** What the reader hands over; without text it is the end, for a reason or none. */
  private record Line(boolean end, String text) {}

  /**
   * Starts a process.
   *
   * @throws InvalidInputException if it cannot be started
   */
  public LineProcess(Command command) {
    this.command = command;
    ProcessBuilder builder = new ProcessBuilder(command.words());
    command.folder().ifPresent(folder -> builder.directory(folder.toFile()));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new InvalidInputException(command + ": cannot be started: " + FileErrors.reason(e), e);
    }
    begin("write", this::write);
    reader = begin("read", this::read);
    errors = begin("errors", this::listen);
  }

  private Thread begin(String task, Runnable run) {
    Thread thread = new Thread(run, "prefbench-process-" + task);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Adds a line, which goes out with the next {@link #flush}. */
  public void send(String line) {
    unsent.append(line).append('\n');
  }

  /** Sends what was added. */
  public void flush() {
    outgoing.add(unsent.toString().getBytes(StandardCharsets.UTF_8));
    unsent = new StringBuilder();
  }

  /**
   * Returns the next line of the process.
   *
   * @param expected what it is to be, for errors
   * @throws InvalidInputException if there is none in time, or the process has ended
   */
  public String receive(String expected) {
    Line line;
    try {
      line = incoming.poll((long) (command.seconds() * 1e9), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw fail("was not waited for, because this program was told to stop");
    }
    if (line == null) {
      throw fail(
          String.format(
              Locale.ROOT,
              "gave no %s within %s seconds, which is all that it may take",
              expected,
              command.seconds()));
    } else if (line.end()) {
      throw ended(expected, line.text());
    }
    return line.text();
  }

  /** Ends the process and returns the error to throw. */
  public InvalidInputException fail(String rule) {
    destroy();
    return new InvalidInputException(command + ": " + rule);
  }

  /** Ends the process, what it has started, and the threads that speak with it. */
  private void destroy() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    outgoing.add(END);
    reader.interrupt();
  }

  private InvalidInputException ended(String expected, String reason) {
    if (!reason.isEmpty()) {
      return fail(reason);
    }
    try {
      process.waitFor(GRACE, TimeUnit.MILLISECONDS);
      errors.join(GRACE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    String how =
        process.isAlive()
            ? "closed its standard output"
            : process.exitValue() > 128
                ? "was ended by signal " + (process.exitValue() - 128)
                : "ended with exit code " + process.exitValue();
    String said = lastWords.isEmpty() ? "" : "; it said: " + lastWords;
    return fail(how + " where it had to give " + expected + said);
  }

  private void write() {
    try (OutputStream stream = process.getOutputStream()) {
      for (byte[] bytes = outgoing.take(); bytes.length > 0; bytes = outgoing.take()) {
        stream.write(bytes);
        stream.flush();
      }
    } catch (IOException e) {
      return; // the process is gone, which the reader tells
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    try (InputStream stream = new BufferedInputStream(process.getInputStream())) {
      String end = "";
      for (ByteArrayOutputStream line = new ByteArrayOutputStream(); end.isEmpty(); ) {
        int next = stream.read();
        if (next < 0) {
          break;
        } else if (next == '\n') {
          incoming.put(new Line(false, line.toString(StandardCharsets.UTF_8).strip()));
          line.reset();
        } else {
          line.write(next);
          end = line.size() > LONGEST ? "a line must have at most " + LONGEST + " bytes" : "";
        }
      }
      incoming.put(new Line(true, end));
    } catch (IOException e) {
      incoming.offer(new Line(true, ""));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Keeps the last line of the standard error that is not blank. */
  private void listen() {
    try (InputStream stream = new BufferedInputStream(process.getErrorStream())) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int next = stream.read(); next >= 0; next = stream.read()) {
        if (next == '\n') {
          keep(line.toString(StandardCharsets.UTF_8));
          line.reset();
        } else if (line.size() < LAST_WORDS) {
          line.write(next);
        }
      }
      keep(line.toString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      return; // closed from here
    }
  }

  private void keep(String line) {
    if (!line.isBlank()) {
      lastWords = Message.printable(line.strip());
    }
  }

  /** Returns whether the process runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Ends the input of the process, and the process if it does not end by itself. */
  @Override
  public void close() {
    outgoing.add(END);
    try {
      if (!process.waitFor(GRACE, TimeUnit.MILLISECONDS)) {
        destroy();
      }
    } catch (InterruptedException e) {
      destroy();
      Thread.currentThread().interrupt();
    }
  }
}
