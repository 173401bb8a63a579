/**
 * Classic control tasks and one-step density tasks with known answers, one file each. The class
 * comment of a task is its page: observation, action, reward, start and end with units, and where
 * the formulas come from. All arithmetic is in double with {@link StrictMath}, so an episode is the
 * same on every platform; the state between steps is never rounded.
 */
package org.prefbench.env.classic;
