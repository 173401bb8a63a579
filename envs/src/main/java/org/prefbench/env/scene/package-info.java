/**
 * What a state of an environment looks like, in metres: a {@link org.prefbench.env.scene.View} and
 * a few {@link org.prefbench.env.scene.Shape}s, each with a {@link org.prefbench.env.scene.Role}
 * instead of a colour. Tasks describe scenes and know nothing of pixels; who draws them knows
 * nothing of tasks.
 */
package org.prefbench.env.scene;
