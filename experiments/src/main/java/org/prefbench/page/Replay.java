package org.prefbench.page;

/**
 * An episode to be played on the page.
 *
 * @param task the task that the policy was trained for
 * @param method the label of the method that trained it
 * @param run the run
 * @param episode the number of the episode; those of one number begin in the same state
 * @param text what is said of it, such as its return
 * @param json the episode as {@code org.prefbench.canvas.CanvasReplay} writes it
 */
public record Replay(String task, String method, int run, int episode, String text, String json) {}
