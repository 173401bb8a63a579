package org.prefbench.shelf;

import org.prefbench.core.Checks;

/** What names and texts on the shelf must look like. */
final class ShelfNames {
  private ShelfNames() {}

  static void checkEnvironment(String environment) {
    Checks.require(
        environment.matches("[a-z0-9]+(-[a-z0-9]+)*-v[0-9]+"),
        "environment must be an id like 'name-v0', got '%s'",
        environment);
  }

  static void checkTier(String tier) {
    Checks.require(
        tier.matches("[a-z0-9]+(-[a-z0-9]+)*"), "tier must be lower case words, got '%s'", tier);
    Checks.require(
        !tier.equals(ReplayRecipe.TIER), "tier %s is a recipe, no policy", ReplayRecipe.TIER);
  }

  static void checkLine(String name, String text) {
    Checks.require(
        !text.isBlank() && text.equals(text.strip()) && text.lines().count() == 1,
        "%s must be one line without spaces around it, got '%s'",
        name,
        text);
  }

  static void checkHash(String sha256) {
    Checks.require(
        sha256.matches("[0-9a-f]{64}"),
        "sha256 must be 64 hexadecimal digits in lower case, got '%s'",
        sha256);
  }
}
