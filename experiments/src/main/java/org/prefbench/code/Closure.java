package org.prefbench.code;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.prefbench.core.Sha256;

/**
 * What a piece of the program is made of: a hash for every class, by a name such as {@code
 * org.prefbench.core.Seed}, for every resource, by its path, and for every library, by the file
 * name of its jar, which says its version.
 */
public final class Closure {
  private static final int DIGITS = 12;

  private final SortedMap<String, String> parts;
  private final String hash;

  /**
   * Creates a closure.
   *
   * @param parts the hashes by name; they are shortened to what tells them apart
   */
  public Closure(SortedMap<String, String> parts) {
    SortedMap<String, String> copy = new TreeMap<>();
    parts.forEach((name, content) -> copy.put(name, shortened(content)));
    this.parts = Collections.unmodifiableSortedMap(copy);
    Sha256 all = new Sha256();
    copy.forEach((name, content) -> all.add(name).add(content));
    hash = all.hex();
  }

  private static String shortened(String hash) {
    return hash.substring(0, Math.min(DIGITS, hash.length()));
  }

  /** Returns the hashes of the parts, sorted by name. */
  public SortedMap<String, String> parts() {
    return parts;
  }

  /** Returns the hash of all parts; another hash means other code. */
  public String hash() {
    return hash;
  }

  /** Returns a short name of this very content. */
  public String id() {
    return shortened(hash);
  }

  /** Returns the names of the parts that one of both lacks, or has with another hash; sorted. */
  public Set<String> differences(Closure other) {
    Set<String> names = new TreeSet<>(parts.keySet());
    names.addAll(other.parts.keySet());
    names.removeIf(name -> same(parts, other.parts, name));
    return names;
  }

  private static boolean same(Map<String, String> one, Map<String, String> other, String name) {
    return one.containsKey(name) && one.get(name).equals(other.get(name));
  }
}
