/**
 * The locomotion and control tasks of Gym and Gymnasium on {@link org.prefbench.physics}, one file
 * per task: what it observes, rewards, how it starts and ends. Version 2 has the body masses and
 * semantics behind D4RL's data sets (MuJoCo 2.0 and mujoco-py), version 4 those of Gymnasium's v4
 * tasks on MuJoCo 2.1.1 to 3.4 (from 3.5 on, MuJoCo adds up the contact margins of two shapes where
 * it used to take the larger, so hopper and ant there are other physics). {@link
 * org.prefbench.env.locomotion.Replay} lets anybody compare with their own MuJoCo.
 */
package org.prefbench.env.locomotion;
