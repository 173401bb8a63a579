/**
 * Trainings of behaviour policies on disk: a folder with what is trained, the learning curve,
 * snapshots of the policy and a checkpoint from which a training that was killed goes on. Apart
 * from {@code run}, because a study never trains with the true reward and must not be able to.
 */
package org.prefbench.training;
