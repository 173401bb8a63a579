package org.prefbench.stage;

import java.nio.file.Path;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Seed;
import org.prefbench.dataset.DatasetHeader;
import org.prefbench.env.Environment;
import org.prefbench.env.StepResult;
import org.prefbench.env.process.ProcessEnvironments;
import org.prefbench.process.Command;

/** The environment of a file's trajectories where it is a process. */
public final class ProcessSimulation {
  private ProcessSimulation() {}

  /**
   * Starts the process; to be closed by the caller.
   *
   * @param file the trajectories
   * @param header what they are
   * @throws InvalidInputException if it does not answer as it has to, or its spaces are not those
   *     of the trajectories
   */
  public static ProcessEnvironments start(Command command, Path file, DatasetHeader header) {
    ProcessEnvironments process = new ProcessEnvironments(command);
    try {
      FileDatasetStage.checkSpaces(file, header, process.spec());
      return process;
    } catch (InvalidInputException e) {
      process.close();
      throw e;
    }
  }

  /**
   * Lets a process begin an episode and go one step.
   *
   * @throws InvalidInputException if it does not answer as it has to
   */
  public static void check(ProcessEnvironments process) {
    Environment one = process.create();
    StepResult result = new StepResult(process.spec());
    one.reset(new Seed(0), result.observation);
    double[] state = new double[process.spec().stateSize()];
    one.readState(state);
    double[] action = new double[process.spec().actions().size()];
    one.step(action, result);
    if (process.snapshots()) {
      one.writeState(state);
    }
  }
}
