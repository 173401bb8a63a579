package org.prefbench.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * A job as it travels to an executor.
 *
 * @param run tells runs apart, so that an executor never mixes the worker processes of two
 * @param study the study as YAML, with whole paths
 * @param command starts a worker process on the driver's machine; Java itself is replaced by that
 *     of the executor, and the folders of results and cache follow
 * @param cache the folder for what trials share, where the executor's machine names no other
 * @param keep which trained policies stay
 * @param job the job as a line
 * @param entries what of the cache the job needs and this machine may lack, as folders within it
 */
record NodeTask(
    String run,
    String study,
    List<String> command,
    String cache,
    String keep,
    String job,
    List<String> entries)
    implements Serializable {

  /**
   * What an executor sends back.
   *
   * @param host the machine
   * @param failure why the job cannot be done, empty if it is
   * @param notes what the user should know
   * @param files the results, by their path within a folder of results
   * @param entries what of the cache trials need, by its path within it
   */
  record Made(
      String host,
      String failure,
      ArrayList<String> notes,
      HashMap<String, byte[]> files,
      HashMap<String, byte[]> entries)
      implements Serializable {}
}
