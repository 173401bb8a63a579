package org.prefbench.study;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Parameters;
import org.prefbench.study.yaml.YamlNode;

/**
 * Makes records from YAML and YAML-like trees from records. A record is a mapping whose keys are
 * the components in kebab case; components are numbers, booleans, strings, enums, records, lists,
 * maps of text, and sections that may be left out.
 */
final class RecordBinder {
  /** A record that a text may stand for, the value of this key where it is the only one. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  @interface Shorthand {
    /** Returns the key. */
    String value();
  }

  private final String what;
  private final List<StudyFile.Value> values = new ArrayList<>();

  /** Creates a binder; {@code what} names the root in errors, such as "the study". */
  RecordBinder(String what) {
    this.what = what;
  }

  /** Returns the value and origin of every leaf bound so far, in the order of declaration. */
  List<StudyFile.Value> values() {
    return List.copyOf(values);
  }

  /**
   * Returns the record that {@code node} describes.
   *
   * @param path the key path of the node, empty at the root
   * @throws InvalidInputException with place and key path if a key is unknown or missing, or a
   *     value has the wrong type or breaks a rule
   */
  <R extends Record> R bind(Class<R> type, YamlNode node, String path) {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      String expected = "a mapping of keys to values";
      throw wrong(
          node,
          path.isEmpty() ? what : path,
          type.isAnnotationPresent(Shorthand.class) ? "a text or " + expected : expected);
    }
    RecordComponent[] components = type.getRecordComponents();
    List<String> keys = Arrays.stream(components).map(Parameters::key).toList();
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              if (!keys.contains(key)) {
                String kind = path.isEmpty() ? "key" : "key in " + path;
                throw new InvalidInputException(
                    entry.origin() + ": " + Checks.unknown(kind, key, keys).getMessage());
              }
            });
    Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String key = keys.get(i);
      YamlNode.Entry entry = mapping.entries().get(key);
      YamlNode value = entry != null ? entry.value() : defaultOf(components[i], mapping, path);
      arguments[i] = value(components[i].getGenericType(), value, join(path, key));
    }
    return construct(type, components, arguments, mapping, path);
  }

  private static YamlNode defaultOf(
      RecordComponent component, YamlNode.Mapping mapping, String path) {
    Default text = component.getAnnotation(Default.class);
    if (text == null) {
      throw new InvalidInputException(
          mapping.origin()
              + ": required key '"
              + join(path, Parameters.key(component))
              + "' is missing");
    }
    boolean file = mapping.entries().containsKey("file") && !text.besideFile().isEmpty();
    return YamlNode.of("default", file ? text.besideFile() : text.value());
  }

  private static <R extends Record> R construct(
      Class<R> type,
      RecordComponent[] components,
      Object[] arguments,
      YamlNode.Mapping mapping,
      String path) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<R> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof InvalidInputException rule) {
        // a rule's message begins with the key it is about; name the line of that key
        String key = rule.getMessage().split("[ .:\\[]", 2)[0];
        YamlNode.Entry entry = mapping.entries().get(key);
        String origin = entry == null ? mapping.origin() : entry.origin();
        throw new InvalidInputException(origin + ": " + join(path, rule.getMessage()), rule);
      }
      throw new IllegalStateException("constructor of " + type + " failed", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("record " + type + " is not constructible", e);
    }
  }

  private Object value(Type type, YamlNode node, String path) {
    if (type instanceof ParameterizedType generic) {
      if (generic.getRawType() == Map.class) {
        return texts(node, path);
      }
      if (generic.getRawType() == Optional.class) {
        boolean absent = node instanceof YamlNode.Scalar scalar && scalar.text().isEmpty();
        return absent
            ? Optional.empty()
            : Optional.of(value(generic.getActualTypeArguments()[0], node, path));
      }
      return list(generic.getActualTypeArguments()[0], node, path);
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isRecord()) {
      return bind(plain.asSubclass(Record.class), written(plain, node), path);
    }
    String text = text(node, path, describe(plain));
    values.add(new StudyFile.Value(path, text, node.origin()));
    return scalar(plain, node, text, path);
  }

  /** Returns a text as the mapping that it stands for, if it may stand for one. */
  private static YamlNode written(Class<?> type, YamlNode node) {
    Shorthand shorthand = type.getAnnotation(Shorthand.class);
    return shorthand == null || !(node instanceof YamlNode.Scalar)
        ? node
        : new YamlNode.Mapping(
            node.origin(), Map.of(shorthand.value(), new YamlNode.Entry(node.origin(), node)));
  }

  private List<Object> list(Type item, YamlNode node, String path) {
    if (!(node instanceof YamlNode.Sequence sequence)) {
      throw wrong(node, path, "a list");
    }
    List<Object> items = new ArrayList<>();
    for (int i = 0; i < sequence.items().size(); i++) {
      items.add(value(item, sequence.items().get(i), path + "[" + i + "]"));
    }
    return items;
  }

  private Map<String, String> texts(YamlNode node, String path) {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      throw wrong(node, path, "a mapping of keys to values");
    }
    Map<String, String> texts = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              String text = text(entry.value(), join(path, key), "a single value");
              values.add(new StudyFile.Value(join(path, key), text, entry.origin()));
              texts.put(key, text);
            });
    return texts;
  }

  private static String text(YamlNode node, String path, String expected) {
    if (node instanceof YamlNode.Scalar scalar) {
      return scalar.text();
    }
    throw wrong(node, path, expected);
  }

  private static Object scalar(Class<?> type, YamlNode node, String text, String path) {
    try {
      if (type == String.class) {
        return text;
      } else if (type == int.class || type == Integer.class) {
        return Integer.parseInt(text.replace("_", ""));
      } else if (type == long.class) {
        return Long.parseLong(text.replace("_", ""));
      } else if (type == double.class || type == Double.class) {
        return Double.parseDouble(text.replace("_", ""));
      } else if (type == boolean.class && (text.equals("true") || text.equals("false"))) {
        return text.equals("true");
      }
    } catch (NumberFormatException e) {
      throw wrong(node, path, describe(type)); // the same line as for any other wrong type
    }
    if (type.isEnum()) {
      for (Object choice : type.getEnumConstants()) {
        if (choice(choice).equals(text)) {
          return choice;
        }
      }
    }
    throw wrong(node, path, describe(type));
  }

  private static InvalidInputException wrong(YamlNode node, String path, String expected) {
    String found =
        node instanceof YamlNode.Scalar scalar
            ? "'" + scalar.text() + "'"
            : node instanceof YamlNode.Sequence ? "a list" : "a mapping";
    return new InvalidInputException(
        node.origin() + ": " + path + " must be " + expected + ", got " + found);
  }

  /** Returns the type of what may be left out, or the type itself. */
  static Type present(Type type) {
    return type instanceof ParameterizedType generic && generic.getRawType() == Optional.class
        ? generic.getActualTypeArguments()[0]
        : type;
  }

  /** Returns what a value of this type is called in errors and in the documentation. */
  static String describe(Type type) {
    if (type instanceof ParameterizedType generic) {
      String item = describe(generic.getActualTypeArguments()[0]);
      if (generic.getRawType() == Optional.class) {
        return item;
      }
      return generic.getRawType() == Map.class
          ? "a mapping of keys to values"
          : "a list of "
              + (item.startsWith("a ") ? item.substring(2) + "s" : "any of" + item.substring(6));
    } else if (type == int.class || type == Integer.class || type == long.class) {
      return "a whole number";
    } else if (type == double.class || type == Double.class) {
      return "a number";
    } else if (type == boolean.class) {
      return "true or false";
    } else if (type instanceof Class<?> plain && plain.isEnum()) {
      return "one of "
          + String.join(
              ", ", Arrays.stream(plain.getEnumConstants()).map(RecordBinder::choice).toList());
    }
    boolean record = type instanceof Class<?> plain && plain.isRecord();
    return record
        ? ((Class<?>) type).isAnnotationPresent(Shorthand.class)
            ? "a text or a mapping"
            : "a mapping"
        : "a text";
  }

  /** Returns the tree of maps, lists and plain values that describes a record. */
  static Object tree(Object value) {
    if (value instanceof Record record) {
      Map<String, Object> map = new LinkedHashMap<>();
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        try {
          Object part = component.getAccessor().invoke(record);
          if (!(part instanceof Optional<?> optional)) {
            map.put(Parameters.key(component), tree(part));
          } else if (optional.isPresent()) {
            map.put(Parameters.key(component), tree(optional.get()));
          }
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException("cannot read " + component, e);
        }
      }
      Shorthand shorthand = record.getClass().getAnnotation(Shorthand.class);
      return shorthand != null && map.keySet().equals(Set.of(shorthand.value()))
          ? map.get(shorthand.value())
          : map;
    } else if (value instanceof List<?> list) {
      return list.stream().map(RecordBinder::tree).toList();
    }
    return value instanceof Enum<?> ? choice(value) : value;
  }

  private static String choice(Object constant) {
    return Parameters.word((Enum<?>) constant);
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
