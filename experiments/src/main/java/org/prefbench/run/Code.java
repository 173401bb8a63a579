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
 * not count: nothing that is measured depends on it. Neither do the trained policies on the shelf:
 * a dataset's own hash says which of them made it. Not thread-safe.
 */
final class Code {
  private static final Set<String> ASIDE =
      Set.of("report", "chart", "cli", "store", "study", "shelf");
  private static final String POLICIES = "policies/";

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

  private static boolean counts(String entry) {
    return !entry.startsWith(POLICIES)
        && ASIDE.stream().noneMatch(part -> entry.startsWith("org/prefbench/" + part + "/"));
  }
}
