package org.prefbench.core;

import java.util.ArrayList;
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

  /**
   * Loads the members found on the class path, sorted by id.
   *
   * @param kind what a member is called in an error, for example {@code "method"}
   * @throws InvalidInputException if two members share an id, or one that a jar registers cannot be
   *     made
   */
  public Services(String kind, Class<T> service, Function<T, String> id) {
    this.kind = kind;
    this.id = id;
    try {
      ServiceLoader.load(service).forEach(members::add);
    } catch (ServiceConfigurationError e) { // a service line that leads nowhere, in some jar
      String cause =
          Optional.ofNullable(e.getCause()).map(thrown -> " (" + thrown + ")").orElse("");
      throw new InvalidInputException(
          "cannot load the registered members: " + e.getMessage() + cause, e);
    }
    members.sort((a, b) -> id.apply(a).compareTo(id.apply(b)));
    for (int i = 1; i < members.size(); i++) {
      Checks.require(
          !id.apply(members.get(i)).equals(id.apply(members.get(i - 1))),
          "%s '%s' is registered twice, by %s and %s",
          kind,
          id.apply(members.get(i)),
          members.get(i - 1).getClass().getName(),
          members.get(i).getClass().getName());
    }
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
    return find(name).orElseThrow(() -> Checks.unknown(kind, name, ids()));
  }

  /** Returns the member called {@code name}, if there is one. */
  public Optional<T> find(String name) {
    return members.stream().filter(member -> id.apply(member).equals(name)).findFirst();
  }
}
