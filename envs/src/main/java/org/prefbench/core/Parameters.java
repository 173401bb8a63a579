package org.prefbench.core;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads and overrides records of parameters as text; keys are the component names in kebab case,
 * and so are the names of choices.
 *
 * <p>A record may hold records, so that what several owners are told is written once. The keys of a
 * nested record stand where the component stands, joined to the component's name by a hyphen: the
 * {@code members} of a component {@code reward} are {@code reward-members}. With {@link Inline}
 * they stand under their own names. Lists, tables and error messages know joined keys only.
 */
public final class Parameters {
  private Parameters() {}

  /** One parameter: key, default as text, type or choices, explanation. */
  public record Description(String key, String value, String type, String help) {}

  /** Returns every parameter as text, in order of declaration. */
  public static Map<String, String> asText(Record values) {
    Map<String, String> text = new LinkedHashMap<>();
    describe(values).forEach(parameter -> text.put(parameter.key(), parameter.value()));
    return text;
  }

  /** Returns key, default, type and explanation of every parameter, in order of declaration. */
  public static List<Description> describe(Record defaults) {
    Map<String, Description> described = new LinkedHashMap<>();
    for (RecordComponent component : defaults.getClass().getRecordComponents()) {
      for (Description each : describe(component, read(component, defaults))) {
        if (described.put(each.key(), each) != null) {
          throw new IllegalStateException(
              "two parameters of " + defaults.getClass().getName() + " are called " + each.key());
        }
      }
    }
    return List.copyOf(described.values());
  }

  private static List<Description> describe(RecordComponent component, Object value) {
    Map<String, String> help = new LinkedHashMap<>(); // by the key that it is about, "" for its own
    for (Help line : component.getAnnotationsByType(Help.class)) {
      help.put(line.of(), line.value());
    }
    if (!(value instanceof Record nested)) {
      return List.of(
          new Description(
              key(component),
              text(value),
              typeName(component.getType()),
              help.getOrDefault("", "")));
    }
    Inline inline = component.getAnnotation(Inline.class);
    Set<String> without = inline == null ? Set.of() : Set.of(inline.without());
    List<Description> parts = describe(nested);
    List<String> keys = parts.stream().map(Description::key).toList();
    for (String named : Stream.concat(help.keySet().stream(), without.stream()).toList()) {
      if (!keys.contains(named)) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT,
                "%s of %s has no parameter '%s' (it has %s)",
                component.getName(),
                component.getDeclaringRecord().getName(),
                named,
                keys));
      }
    }
    return parts.stream()
        .filter(part -> !without.contains(part.key()))
        .map(
            part ->
                new Description(
                    prefix(component) + part.key(),
                    part.value(),
                    part.type(),
                    help.getOrDefault(part.key(), part.help())))
        .toList();
  }

  /** Returns what stands before the keys of a nested record. */
  private static String prefix(RecordComponent component) {
    return component.isAnnotationPresent(Inline.class) ? "" : key(component) + "-";
  }

  /**
   * Returns {@code defaults} with the given parameters replaced.
   *
   * @param owner the owner's id, for error messages such as {@code dpo.beta must be > 0, got -1.0}
   * @throws InvalidInputException if a key is unknown, a value does not parse or a record refuses
   *     it; a record's own message starts with the key that it is about
   */
  public static <H extends Record> H override(
      String owner, H defaults, Map<String, String> overrides) {
    List<String> keys = describe(defaults).stream().map(Description::key).toList();
    for (String key : overrides.keySet()) {
      if (!keys.contains(key)) {
        throw Checks.unknown("parameter of " + owner, key, keys);
      }
    }
    return replaced(owner + ".", defaults, overrides);
  }

  /**
   * @param path what stands before the record's keys in messages
   */
  private static <H extends Record> H replaced(
      String path, H defaults, Map<String, String> overrides) {
    RecordComponent[] components = defaults.getClass().getRecordComponents();
    Object[] arguments = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      arguments[i] = read(components[i], defaults);
      if (arguments[i] instanceof Record nested) {
        arguments[i] =
            replaced(path + prefix(components[i]), nested, part(overrides, components[i], nested));
      } else if (overrides.containsKey(key(components[i]))) {
        String key = key(components[i]);
        arguments[i] = parse(path + key, overrides.get(key), types[i]);
      }
    }
    try {
      @SuppressWarnings("unchecked") // the class of an H makes an H
      Constructor<H> constructor =
          (Constructor<H>) defaults.getClass().getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof InvalidInputException rule) {
        throw new InvalidInputException(path + rule.getMessage(), rule);
      }
      throw new IllegalStateException(
          "constructor of " + defaults.getClass().getName() + " failed", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "record " + defaults.getClass().getName() + " is not constructible", e);
    }
  }

  /** Returns the overrides that are about a nested record, by its own keys. */
  private static Map<String, String> part(
      Map<String, String> overrides, RecordComponent component, Record nested) {
    int prefix = prefix(component).length();
    Map<String, String> part = new LinkedHashMap<>();
    for (Description parameter : describe(component, nested)) {
      if (overrides.containsKey(parameter.key())) {
        part.put(parameter.key().substring(prefix), overrides.get(parameter.key()));
      }
    }
    return part;
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
