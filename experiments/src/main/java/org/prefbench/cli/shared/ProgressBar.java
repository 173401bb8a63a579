package org.prefbench.cli.shared;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.LongSupplier;
import org.prefbench.core.ProgressListener;

/**
 * Draws a bar with rate and remaining time on one line of a terminal, over and over; closing wipes
 * it, so that a log never sees it. Where no terminal listens it says nothing.
 */
public final class ProgressBar implements ProgressListener, AutoCloseable {
  private static final int WIDTH = 24;
  private static final long PAUSE_NANOSECONDS = 200_000_000;

  private static final int LINE = 79; // longer lines wrap in a terminal and cannot be overwritten

  private final PrintWriter terminal;
  private final boolean visible;
  private final String unit;
  private final LongSupplier clock; // nanoseconds
  private final long start;
  private long drawn;
  private boolean dirty;

  /**
   * Creates a bar.
   *
   * @param unit what is counted, such as {@code steps}
   */
  public ProgressBar(PrintWriter terminal, String unit) {
    this(terminal, Boolean.getBoolean("prefbench.terminal"), unit, System::nanoTime);
  }

  /** Creates a bar with the given clock, which tells nanoseconds. */
  ProgressBar(PrintWriter terminal, boolean visible, String unit, LongSupplier clock) {
    this.terminal = terminal;
    this.visible = visible;
    this.unit = unit;
    this.clock = clock;
    start = clock.getAsLong();
    drawn = start - PAUSE_NANOSECONDS;
  }

  @Override
  public void progress(long done, long total) {
    draw(done == total, seconds -> line(done, total, unit, seconds));
  }

  /**
   * Tells which share of the work is done.
   *
   * @param count how much that is, as text
   * @param activity what is being done
   */
  public void share(double share, String count, String activity) {
    draw(share >= 1, seconds -> line(share, count, activity, seconds));
  }

  private void draw(boolean complete, DoubleFunction<String> line) {
    long now = clock.getAsLong();
    if (!visible || now - drawn < PAUSE_NANOSECONDS && !complete) {
      return;
    }
    drawn = now;
    dirty = true;
    String text = line.apply((now - start) * 1e-9);
    terminal.print("\r\033[K" + text.substring(0, Math.min(LINE, text.length())));
    terminal.flush();
  }

  /** Prints a line for the user where the bar stands; the bar goes on below it. */
  public void say(String line) {
    close();
    Messages.print(terminal, line);
  }

  /** Wipes the line. */
  @Override
  public void close() {
    if (dirty) {
      terminal.print("\r\033[K");
      terminal.flush();
      dirty = false;
    }
  }

  /**
   * Returns the line.
   *
   * @param total 0 if it is not known
   */
  static String line(long done, long total, String unit, double seconds) {
    double rate = seconds > 0 ? done / seconds : 0;
    String speed = speed(rate);
    if (total <= 0) {
      return String.format(Locale.ROOT, "%d %s, %s/s", done, unit, speed);
    }
    int full = (int) (WIDTH * Math.min(done, total) / total);
    return String.format(
        Locale.ROOT,
        "%s %3d %% %d/%d %s, %s/s, %s left",
        bar(full),
        100 * done / total,
        done,
        total,
        unit,
        speed,
        rate > 0 ? duration((total - done) / rate) : "?");
  }

  /** Returns the line for work of which only the share that is done is known. */
  static String line(double share, String count, String activity, double seconds) {
    return String.format(
        Locale.ROOT,
        "%s %3d %% %s, %s %%/min, %s left, %s",
        bar((int) (WIDTH * Math.min(1, share))),
        (int) (100 * share),
        count,
        speed(seconds > 0 ? 100 * share / seconds * 60 : 0),
        share > 0 ? duration(seconds * (1 - share) / share) : "?",
        activity);
  }

  private static String bar(int full) {
    return "[" + "#".repeat(full) + ".".repeat(WIDTH - full) + "]";
  }

  private static String speed(double rate) {
    return String.format(Locale.ROOT, rate >= 10 ? "%.0f" : "%.2f", rate);
  }

  /** Returns seconds as a person reads them, such as {@code 1:02:03} or {@code 2:03}. */
  static String duration(double seconds) {
    long whole = Math.round(seconds);
    return whole >= 3600
        ? String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }
}
