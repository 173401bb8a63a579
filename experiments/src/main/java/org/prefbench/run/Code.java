package org.prefbench.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.core.Seed;

/**
 * The hashes of the code behind results; each is worked out once. Code that only asks or shows does
 * not count: nothing that is measured depends on it. Neither do the studies and claims that are
 * shipped, because a trial's own hash says what it was asked, nor the trained policies on the
 * shelf, because a dataset's own hash says which of them made it. Not thread-safe.
 */
final class Code {
  private static final Set<String> ASIDE =
      Set.of(
          "statistics",
          "comparison",
          "theory",
          "published",
          "claims",
          "report",
          "drawing",
          "plot",
          "chart",
          "cli",
          "store",
          "study",
          "shelf");
  private static final Set<String> HASHED_ELSEWHERE =
      Set.of("policies/", "studies/", "claims.yaml");

  private final Map<Set<Class<?>>, String> known = new HashMap<>();

  /**
   * Returns the hash of the benchmark's code and of the plug-ins that {@code members} come from.
   *
   * @param members classes of the environment and the methods, which may be plug-ins
   */
  String hash(Class<?>... members) {
    return known.computeIfAbsent(
        Set.copyOf(List.of(members)),
        set -> {
          List<Class<?>> classes = new ArrayList<>(set);
          classes.addAll(List.of(Seed.class, Algorithm.class, Code.class));
          return CodeHash.of(classes, Code::counts);
        });
  }

  /** Returns whether the entry of a jar or folder is code that results depend on. */
  static boolean counts(String entry) {
    return HASHED_ELSEWHERE.stream().noneMatch(entry::startsWith)
        && ASIDE.stream()
            .noneMatch(
                part ->
                    entry.startsWith("org/prefbench/" + part + "/")
                        || entry.startsWith("META-INF/services/org.prefbench." + part + "."));
  }
}
