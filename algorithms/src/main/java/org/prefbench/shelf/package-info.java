/**
 * The policy shelf: the trained behaviour policies that are shipped as class-path resources under
 * {@code policies/}, each with a card that says how it was trained and how well it does ({@link
 * org.prefbench.shelf.PolicyCard}), and the snapshots whose data stand for a replay buffer ({@link
 * org.prefbench.shelf.ReplayRecipe}). {@link org.prefbench.shelf.PolicyShelf} reads and writes it
 * and verifies checksums; {@link org.prefbench.shelf.ShelvedBehaviors} makes the tiers {@code
 * medium}, {@code expert} and {@code medium-replay} of whatever is on it. Any jar with a {@code
 * policies/index} adds to the shelf.
 */
package org.prefbench.shelf;
