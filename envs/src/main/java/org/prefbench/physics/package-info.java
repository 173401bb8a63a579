/**
 * An articulated-body engine for the locomotion tasks: trees of free, slide and hinge joints with
 * planes, spheres and capsules, joint limits, springs, damping, armature and motors, in contact
 * through soft constraints with pyramidal friction. A {@link org.prefbench.physics.Model} holds
 * what never changes, a {@link org.prefbench.physics.Data} what one simulation needs; {@link
 * org.prefbench.physics.Dynamics} is the table of contents of a step, and every stage of it is one
 * file. The equations are those of MuJoCo (Todorov, Erez, Tassa 2012) 2.2.2, which its single steps
 * follow to rounding error; the code is our own. All quantities are double precision in SI units,
 * spatial vectors are (angular; linear) about the origin of the tree's root link in world axes.
 */
package org.prefbench.physics;
