package org.prefbench.env;

import java.util.ArrayList;
import java.util.List;
import org.prefbench.core.Checks;

/** A named run of entries in an environment's state vector, for example {@code qpos} of size 6. */
public record StateField(String name, int size) {
  private static final String NO_FIELDS = "none";

  /** Validates the field. */
  public StateField {
    Checks.require(
        name.matches("[a-z][a-z0-9_]*"), "state field name must be lower case, got '%s'", name);
    Checks.atLeast("size of state field " + name, size, 1);
  }

  /** Returns state fields as text, for example {@code qpos:6 qvel:6}. */
  public static String text(List<StateField> fields) {
    return fields.isEmpty()
        ? NO_FIELDS
        : String.join(" ", fields.stream().map(f -> f.name() + ":" + f.size()).toList());
  }

  /**
   * Returns the state fields that {@link #text} wrote.
   *
   * @throws org.prefbench.core.InvalidInputException if the text is not of that form
   */
  public static List<StateField> parse(String text) {
    List<StateField> fields = new ArrayList<>();
    if (!text.equals(NO_FIELDS)) {
      for (String word : text.split(" ")) {
        Checks.require(
            word.matches("[a-z][a-z0-9_]*:[1-9][0-9]{0,8}"),
            "state fields must be like 'qpos:6 qvel:6', got '%s'",
            text);
        int colon = word.indexOf(':');
        fields.add(
            new StateField(word.substring(0, colon), Integer.parseInt(word.substring(colon + 1))));
      }
    }
    return fields;
  }
}
