/**
 * Pictures of episodes: one is played, the scenes of its states ({@link org.prefbench.env.scene})
 * are drawn by casting rays at capsules, spheres and boxes, and become an animated GIF or a sheet
 * of frames as PNG. Nothing here knows a task. The same seed gives the same bytes.
 */
package org.prefbench.render;
