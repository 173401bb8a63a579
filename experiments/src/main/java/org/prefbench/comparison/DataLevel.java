package org.prefbench.comparison;

/**
 * How good the behaviour is that the data of a run show, and so what a clone of it aims at.
 *
 * @param task the task
 * @param run the run
 * @param score the normalised score of the mean return of the data's episodes
 */
public record DataLevel(String task, int run, double score) {}
