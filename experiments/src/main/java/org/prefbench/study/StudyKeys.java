package org.prefbench.study;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prefbench.core.Help;
import org.prefbench.core.Parameters;

/** The documentation of every key of a study file, taken from the record {@link Study} itself. */
public final class StudyKeys {
  private StudyKeys() {}

  /**
   * One key.
   *
   * @param path its key path; {@code []} stands for any entry of a list
   * @param type what a value must be
   * @param orElse the default as YAML text, with the one beside a file after a comma; empty if the
   *     key is required
   * @param help meaning, in one line
   */
  public record Key(String path, String type, Optional<String> orElse, String help) {}

  /** Returns all keys in the order of declaration, sections before what is in them. */
  public static List<Key> all() {
    List<Key> keys = new ArrayList<>();
    collect(Study.class, "", keys);
    return List.copyOf(keys);
  }

  /** Returns all keys as a table in Markdown. */
  public static String markdown() {
    StringBuilder table =
        new StringBuilder("| key | value | default | meaning |\n|---|---|---|---|\n");
    for (Key key : all()) {
      table
          .append("| `")
          .append(key.path())
          .append("` | ")
          .append(key.type())
          .append(" | ")
          .append(key.orElse().map(text -> "`" + text + "`").orElse("required"))
          .append(" | ")
          .append(key.help())
          .append(" |\n");
    }
    return table.toString();
  }

  private static String defaults(Default text) {
    return text.besideFile().isEmpty()
        ? text.value()
        : text.value() + ", with file " + text.besideFile();
  }

  private static void collect(Class<?> type, String prefix, List<Key> keys) {
    for (RecordComponent component : type.getRecordComponents()) {
      String path = prefix + Parameters.key(component);
      Default text = component.getAnnotation(Default.class);
      keys.add(
          new Key(
              path,
              RecordBinder.describe(component.getGenericType()),
              Optional.ofNullable(text).map(StudyKeys::defaults),
              component.getAnnotation(Help.class).value()));
      Type value = RecordBinder.present(component.getGenericType());
      if (value instanceof ParameterizedType list
          && list.getActualTypeArguments()[0] instanceof Class<?> item
          && item.isRecord()) {
        collect(item, path + (list.getRawType() == List.class ? "[]." : "."), keys);
      } else if (value instanceof Class<?> section && section.isRecord()) {
        collect(section, path + ".", keys);
      }
    }
  }
}
