/**
 * Episodes and segments as shapes per step, which a page plays on canvases: a {@link
 * org.prefbench.canvas.CanvasReplay} becomes JSON, {@code player.js} plays one or two of them side
 * by side in step, {@code replay.css} has their colours. What embeds them brings these two along
 * with {@link org.prefbench.canvas.CanvasPlayer}; nothing is asked of a server.
 */
package org.prefbench.canvas;
