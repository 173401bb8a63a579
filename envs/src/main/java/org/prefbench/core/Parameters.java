package org.prefbench.core;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads and overrides flat records of parameters as text; keys are the component names in kebab
 * case, and so are the names of choices.
 */
public final class Parameters {
  private Parameters() {}

  /** One parameter: key, default as text, type or choices, explanation. */
  public record Description(String key, String value, String type, String help) {}

  /** Returns every component as text, in order of declaration. */
  public static Map<String, String> asText(Record values) {
    Map<String, String> text = new LinkedHashMap<>();
    for (RecordComponent component : values.getClass().getRecordComponents()) {
      text.put(key(component), text(read(component, values)));
    }
    return text;
  }

  /** Returns key, default, type and explanation of every component, in order of declaration. */
  public static List<Description> describe(Record defaults) {
    return Arrays.stream(defaults.getClass().getRecordComponents())
        .map(
            component -> {
              Help help = component.getAnnotation(Help.class);
              return new Description(
                  key(component),
                  text(read(component, defaults)),
                  typeName(component.getType()),
                  help == null ? "" : help.value());
            })
        .toList();
  }

  /**
   * Returns {@code defaults} with the given components replaced.
   *
   * @param owner the owner's id, for error messages such as {@code dpo.beta must be > 0, got -1.0}
   * @throws InvalidInputException if a key is unknown, a value does not parse or the record refuses
   *     it
   */
  public static <H extends Record> H override(
      String owner, H defaults, Map<String, String> overrides) {
    RecordComponent[] components = defaults.getClass().getRecordComponents();
    List<String> keys = Arrays.stream(components).map(Parameters::key).toList();
    for (String key : overrides.keySet()) {
      if (!keys.contains(key)) {
        throw Checks.unknown("parameter of " + owner, key, keys);
      }
    }
    Object[] arguments = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      String override = overrides.get(keys.get(i));
      arguments[i] =
          override == null
              ? read(components[i], defaults)
              : parse(owner + "." + keys.get(i), override, types[i]);
    }
    try {
      @SuppressWarnings("unchecked") // the class of an H makes an H
      Constructor<H> constructor =
          (Constructor<H>) defaults.getClass().getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof InvalidInputException rule) {
        throw new InvalidInputException(owner + "." + rule.getMessage(), rule);
      }
      throw new IllegalStateException(
          "constructor of " + defaults.getClass().getName() + " failed", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "record " + defaults.getClass().getName() + " is not constructible", e);
    }
  }

  private static Object read(RecordComponent component, Record values) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "record component " + component.getName() + " is not readable", e);
    }
  }

  /** Returns the key of a component: its name in kebab case. */
  public static String key(RecordComponent component) {
    return kebab(component.getName().replaceAll("([a-z0-9])([A-Z])", "$1-$2"));
  }

  /** Returns the name of a choice as files and commands write it, in kebab case. */
  public static String word(Enum<?> choice) {
    return kebab(choice.name());
  }

  private static String kebab(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String text(Object value) {
    return value instanceof Enum<?> choice ? word(choice) : String.valueOf(value);
  }

  private static String typeName(Class<?> type) {
    return type.isEnum()
        ? String.join("|", Arrays.stream(type.getEnumConstants()).map(Parameters::text).toList())
        : type.getSimpleName().toLowerCase(Locale.ROOT);
  }

  private static Object parse(String name, String text, Class<?> type) {
    try {
      if (type == int.class) {
        return Integer.parseInt(text);
      } else if (type == long.class) {
        return Long.parseLong(text);
      } else if (type == double.class) {
        return Double.parseDouble(text);
      } else if (type == String.class) {
        return text;
      }
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          name + " must be a number (" + typeName(type) + "), got '" + text + "'", e);
    }
    if (type == boolean.class) {
      Checks.require(
          text.equals("true") || text.equals("false"),
          "%s must be true or false, got '%s'",
          name,
          text);
      return text.equals("true");
    }
    if (type.isEnum()) {
      for (Object choice : type.getEnumConstants()) {
        if (text(choice).equals(text)) {
          return choice;
        }
      }
      throw Checks.unknown("value of " + name, text, List.of(typeName(type).split("\\|")));
    }
    throw new IllegalStateException(
        "parameter " + name + " has the unsupported type " + type.getName());
  }
}
