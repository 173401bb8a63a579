package org.prefbench.run.worker;

import org.prefbench.core.InvalidInputException;

/** A piece of work for a worker process, named by its place in the study. */
public sealed interface Job {
  /** The line that asks a worker to end. */
  String END = "end";

  /** Marks answers among whatever libraries print. */
  String MARK = "@";

  /** Makes what the methods of one run on one task share. */
  record Stage(int task, int run) implements Job {}

  /** Runs one trial, numbered as in {@code Study.trials()}. */
  record OneTrial(int index) implements Job {}

  /** Returns the job as a line of text. */
  default String line() {
    return this instanceof Stage stage
        ? "stage " + stage.task() + " " + stage.run()
        : "trial " + ((OneTrial) this).index();
  }

  /** Returns the job that {@link #line} wrote. */
  static Job parse(String line) {
    String[] words = line.split(" ");
    if (words.length == 3 && words[0].equals("stage")) {
      return new Stage(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
    } else if (words.length == 2 && words[0].equals("trial")) {
      return new OneTrial(Integer.parseInt(words[1]));
    }
    throw new InvalidInputException("a worker cannot do '" + line + "'");
  }
}
