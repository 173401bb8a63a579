package org.prefbench.code;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Works out closures: the classes of our own that some classes reach by what they refer to or load
 * by name, however indirectly, the resources that these read, and the libraries that these use. Not
 * thread-safe.
 */
public final class Closures {
  private static final String LIBRARY = "library"; // its name says the version

  private final ClassPath path;
  private final Set<String> left;
  private final Companions companions;
  private final Natives natives;

  /**
   * Classes that services find, so that nothing refers to them. One of them belongs to a closure if
   * it refers to a class of its own package that is in the closure and is a {@code kind}: the
   * reader of a kind of file belongs to what it reads.
   *
   * @param kind the name of a type
   * @param classes their names
   */
  public record Companions(String kind, List<String> classes) {
    /** Copies the list. */
    public Companions {
      classes = List.copyOf(classes);
    }
  }

  /**
   * What a library computes with beyond its own classes, which refer to none of it: jars of native
   * code, and settings that choose among it.
   *
   * @param library how the name of the library's jar begins
   * @param parts the names of those jars, and the settings with their values
   */
  public record Natives(String library, List<String> parts) {
    /** Copies the list. */
    public Natives {
      parts = List.copyOf(parts);
    }
  }

  /**
   * Looks classes up.
   *
   * @param left packages, {@code org.prefbench.shelf}, that are left out with all that only they
   *     reach
   */
  public Closures(ClassPath path, Set<String> left, Companions companions, Natives natives) {
    this.path = path;
    this.natives = natives;
    this.left = Set.copyOf(left);
    this.companions = companions;
  }

  /**
   * Returns what some classes are made of.
   *
   * @param roots their names, such as {@code org.prefbench.core.Seed}
   */
  public Closure of(Set<String> roots) {
    Set<String> reached = new HashSet<>();
    follow(roots, reached);
    boolean grown = true;
    while (grown) {
      Set<String> joining = new TreeSet<>();
      for (String companion : companions.classes()) {
        if (!reached.contains(internal(companion)) && belongs(companion, reached)) {
          joining.add(companion);
        }
      }
      follow(joining, reached);
      grown = !joining.isEmpty();
    }
    SortedMap<String, String> parts = new TreeMap<>();
    for (String name : reached) {
      Optional<ClassFile> own = path.find(name);
      if (own.isPresent()) {
        parts.put(name.replace('/', '.'), own.get().hash());
        parts.putAll(path.resources(own.get()));
      } else {
        path.library(name).ifPresent(jar -> parts.put(jar, LIBRARY));
      }
    }
    if (parts.keySet().stream().anyMatch(name -> name.startsWith(natives.library()))) {
      natives.parts().forEach(part -> parts.put(part, LIBRARY));
    }
    return new Closure(parts);
  }

  /** Adds all that can be reached from {@code roots} to {@code reached}. */
  private void follow(Set<String> roots, Set<String> reached) {
    Deque<String> open = new ArrayDeque<>();
    roots.forEach(root -> open.add(internal(root)));
    while (!open.isEmpty()) {
      String name = open.remove();
      if (!left.contains(packageName(name)) && reached.add(name)) {
        path.find(name)
            .ifPresent(
                type -> {
                  open.addAll(type.references());
                  open.addAll(loadedByName(type));
                });
      }
    }
  }

  /** Returns the classes of our own that a class may load by a name that it has as a constant. */
  private List<String> loadedByName(ClassFile type) {
    return type.loadsByName()
        ? type.strings().stream()
            .map(Closures::internal)
            .filter(name -> path.find(name).isPresent())
            .toList()
        : List.of();
  }

  private boolean belongs(String companion, Set<String> reached) {
    return path.find(internal(companion)).stream()
        .flatMap(type -> type.references().stream())
        .filter(reached::contains)
        .filter(name -> packageName(name).equals(packageName(internal(companion))))
        .anyMatch(name -> path.isSubtype(name, internal(companions.kind())));
  }

  private static String internal(String name) {
    return name.replace('.', '/');
  }

  private static String packageName(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('/'))).replace('/', '.');
  }
}
