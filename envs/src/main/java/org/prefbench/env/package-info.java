/**
 * The contract of a simulated control task and what steps many copies of it in lockstep. An
 * environment's whole state is one vector of doubles: copying it is an exact snapshot, which is
 * what look-ahead, replay verification and resumption stand on. Semantics follow Gymnasium; {@code
 * terminated} (the task is over) is never mixed with {@code truncated} (time is up). New
 * environments are found through {@link java.util.ServiceLoader}.
 */
package org.prefbench.env;
