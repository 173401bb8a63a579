package org.prefbench.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.prefbench.code.Closure;

/**
 * What results were made of, once for all of them, as a CSV file: one line per class, resource or
 * library with its hash and the ids of the closures that have it; results name these ids.
 *
 * @param closures by id, see {@link Closure#id}
 */
public record CodeTable(SortedMap<String, Closure> closures) {
  private static final RecordTable<Line> TABLE = new RecordTable<>(Line.class);

  /** Copies the map. */
  public CodeTable {
    closures = Collections.unmodifiableSortedMap(new TreeMap<>(closures));
  }

  /** Creates the table of some closures. */
  public CodeTable(Collection<Closure> closures) {
    this(byId(closures));
  }

  private static SortedMap<String, Closure> byId(Collection<Closure> closures) {
    SortedMap<String, Closure> map = new TreeMap<>();
    closures.forEach(closure -> map.put(closure.id(), closure));
    return map;
  }

  /** One line of the file; ids are separated by a space. */
  record Line(String part, String hash, String closures) {}

  /** Returns this table with some closures more. */
  public CodeTable with(Collection<Closure> more) {
    SortedMap<String, Closure> all = byId(more);
    all.putAll(closures);
    return new CodeTable(all);
  }

  /** Returns the closures with the given ids alone. */
  public CodeTable only(Collection<String> ids) {
    SortedMap<String, Closure> some = new TreeMap<>(closures);
    some.keySet().retainAll(ids);
    return new CodeTable(some);
  }

  /** Returns a closure by its id, if it is here. */
  public Optional<Closure> get(String id) {
    return Optional.ofNullable(closures.get(id));
  }

  /** Replaces {@code file} by the table. */
  public void write(Path file) {
    SortedMap<String, SortedMap<String, TreeSet<String>>> ids = new TreeMap<>();
    closures.forEach(
        (id, closure) ->
            closure
                .parts()
                .forEach(
                    (part, hash) ->
                        ids.computeIfAbsent(part, any -> new TreeMap<>())
                            .computeIfAbsent(hash, any -> new TreeSet<>())
                            .add(id)));
    List<Line> lines = new ArrayList<>();
    ids.forEach(
        (part, byHash) ->
            byHash.forEach((hash, of) -> lines.add(new Line(part, hash, String.join(" ", of)))));
    TABLE.write(file, lines);
  }

  /**
   * Returns the table in {@code file}, which is empty if there is no such file.
   *
   * @throws org.prefbench.core.InvalidInputException if the file is damaged
   */
  public static CodeTable read(Path file) {
    if (!Files.exists(file)) {
      return new CodeTable(List.of());
    }
    Map<String, SortedMap<String, String>> parts = new HashMap<>();
    for (Line line : TABLE.read(file)) {
      for (String id : line.closures().split(" ")) {
        parts.computeIfAbsent(id, any -> new TreeMap<>()).put(line.part(), line.hash());
      }
    }
    SortedMap<String, Closure> closures = new TreeMap<>();
    parts.forEach((id, of) -> closures.put(id, new Closure(of)));
    return new CodeTable(closures);
  }
}
