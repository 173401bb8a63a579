package org.prefbench.core;

import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;

/** The registered members of one service provider interface, looked up by id. */
public final class Services<T> {
  private final String kind;
  private final Function<T, String> id;
  private final List<T> members = new ArrayList<>();
  private final List<String> lost = new ArrayList<>();

  /**
   * Loads the members found on the class path, sorted by id. One that a jar registers and that
   * cannot be made is left out, so that a plug-in that is broken takes no other member away; who
   * asks for a member that is unknown is told of it. A file that a member reads and that is damaged
   * is an error: without it that member might be there and lack half of what it holds.
   *
   * @param kind what a member is called in an error, for example {@code "method"}
   * @throws InvalidInputException if two members share an id, or one finds a file of its own
   *     damaged
   */
  public Services(String kind, Class<T> service, Function<T, String> id) {
    this.kind = kind;
    this.id = id;
    Iterator<T> found = ServiceLoader.load(service).iterator();
    for (boolean more = true; more; ) {
      try {
        more = found.hasNext();
        if (more) {
          members.add(found.next());
        }
      } catch (ServiceConfigurationError | LinkageError e) { // the iterator goes on behind it
        if (e.getCause() instanceof InvalidInputException damaged) {
          throw damaged;
        }
        lost.add(Message.reason(e));
      }
    }
    members.sort((a, b) -> id.apply(a).compareTo(id.apply(b)));
    for (int i = 1; i < members.size(); i++) {
      Checks.require(
          !id.apply(members.get(i)).equals(id.apply(members.get(i - 1))),
          "%s '%s' is registered twice, by %s and %s",
          kind,
          id.apply(members.get(i)),
          place(members.get(i - 1)),
          place(members.get(i)));
    }
  }

  /** Returns the class of a member and the jar or folder that it is from. */
  public static String place(Object member) {
    CodeSource source = member.getClass().getProtectionDomain().getCodeSource();
    String from = source == null ? "Java" : source.getLocation().getPath();
    return member.getClass().getSimpleName() + " in " + from;
  }

  /** Returns all members, sorted by id. */
  public List<T> all() {
    return List.copyOf(members);
  }

  /** Returns all ids, sorted. */
  public List<String> ids() {
    return members.stream().map(id).toList();
  }

  /**
   * Returns the member called {@code name}.
   *
   * @throws InvalidInputException if there is none; the message lists the known ids and the nearest
   */
  public T get(String name) {
    return find(name).orElseThrow(() -> unknown(name));
  }

  private InvalidInputException unknown(String name) {
    InvalidInputException unknown = Checks.unknown(kind, name, ids());
    return lost.isEmpty()
        ? unknown
        : new InvalidInputException(
            unknown.getMessage() + "; not loaded: " + String.join(", ", lost));
  }

  /** Returns the member called {@code name}, if there is one. */
  public Optional<T> find(String name) {
    return members.stream().filter(member -> id.apply(member).equals(name)).findFirst();
  }
}
