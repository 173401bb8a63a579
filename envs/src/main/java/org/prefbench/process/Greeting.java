package org.prefbench.process;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;

/**
 * The first lines that are exchanged with a process: who speaks what, then keys with values, then
 * {@code begin}, here first and then there.
 *
 * <pre>
 * &gt; prefbench policy 1          &lt; prefbench policy 1
 * &gt; environment pendulum-v1     &lt; name my-policy
 * &gt; observations 3              &lt; begin
 * &gt; begin
 * </pre>
 *
 * @param process who greeted
 * @param values what it said, by key
 */
public record Greeting(LineProcess process, Map<String, String> values) {
  private static final String BEGIN = "begin";

  /**
   * Greets a process.
   *
   * @param kind what is spoken, such as {@code policy}, with its version
   * @param told keys with values that the process is told
   * @param known the keys that it may answer
   * @throws InvalidInputException if it speaks something else
   */
  public static Greeting exchange(
      LineProcess process, String kind, Map<String, String> told, Collection<String> known) {
    String first = "prefbench " + kind;
    process.send(first);
    told.forEach((key, value) -> process.send(key + " " + value));
    process.send(BEGIN);
    process.flush();
    String answer = process.receive("greeting");
    if (!answer.equals(first)) {
      throw process.fail("must greet with '" + first + "', got '" + answer + "'");
    }
    Map<String, String> values = new LinkedHashMap<>();
    while (true) {
      String line = process.receive("'" + BEGIN + "' at the end of its greeting");
      if (line.equals(BEGIN)) {
        return new Greeting(process, values);
      }
      String[] parts = line.split(" ", 2);
      if (!known.contains(parts[0])) {
        throw process.fail(Checks.unknown("key in its greeting", parts[0], known).getMessage());
      } else if (values.put(parts[0], parts.length > 1 ? parts[1].strip() : "") != null) {
        throw process.fail("gave the key '" + parts[0] + "' twice in its greeting");
      }
    }
  }

  /** Returns what it said of a key, if it did. */
  public Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key)).filter(text -> !text.isEmpty());
  }

  /** Returns whether it gave a key. */
  public boolean has(String key) {
    return values.containsKey(key);
  }
}
