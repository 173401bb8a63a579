package org.prefbench.comparison;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The levels of behaviour that datasets show, as their names tell: random, medium, expert. */
public final class Tiers {
  private static final Pattern TIER =
      Pattern.compile(
          "-(random|novice|medium|medium-replay|medium-expert|full-replay|expert)(-v\\d+)?$");

  private Tiers() {}

  /** Returns the names of each tier, in the order given; a name without a tier is left out. */
  public static Map<String, List<String>> of(List<String> names) {
    Map<String, List<String>> tiers = new LinkedHashMap<>();
    for (String name : names) {
      Matcher tier = TIER.matcher(name);
      if (tier.find()) {
        tiers.computeIfAbsent(tier.group(1), any -> new ArrayList<>()).add(name);
      }
    }
    return tiers;
  }
}
