package org.prefbench.physics;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.w3c.dom.Element;

/**
 * The attributes of a model file's elements: an element's own value, else the file's default for
 * its kind, checked and converted. Errors name the file, the element and the attribute.
 */
final class MjcfAttributes {
  private static final Map<String, Set<String>> ATTRIBUTES =
      Map.ofEntries(
          Map.entry("mujoco", Set.of("model")),
          Map.entry("compiler", Set.of("angle", "settotalmass")),
          Map.entry("option", Set.of("integrator", "timestep", "gravity", "density", "viscosity")),
          Map.entry("default", Set.of()),
          Map.entry("worldbody", Set.of()),
          Map.entry("actuator", Set.of()),
          Map.entry("body", Set.of("name", "pos")),
          Map.entry("site", Set.of("name", "pos")),
          Map.entry("motor", Set.of("joint", "gear", "ctrlrange")),
          Map.entry(
              "joint",
              Set.of(
                  "name",
                  "type",
                  "axis",
                  "pos",
                  "ref",
                  "stiffness",
                  "damping",
                  "armature",
                  "limited",
                  "range",
                  "margin",
                  "solreflimit",
                  "solimplimit")),
          Map.entry(
              "geom",
              Set.of(
                  "name",
                  "type",
                  "pos",
                  "axisangle",
                  "fromto",
                  "size",
                  "density",
                  "contype",
                  "conaffinity",
                  "condim",
                  "friction",
                  "margin",
                  "solref",
                  "solimp")));

  private final String source;
  private final Map<String, Element> defaults = new HashMap<>();

  MjcfAttributes(String source) {
    this.source = source;
  }

  /** Takes the attributes of {@code element} as defaults for its kind. */
  void addDefault(Element element) {
    defaults.put(element.getTagName(), element);
  }

  /** Refuses attributes that are outside the subset. */
  void checkKnown(Element element) {
    Set<String> known = ATTRIBUTES.getOrDefault(element.getTagName(), Set.of());
    for (int i = 0; i < element.getAttributes().getLength(); i++) {
      String name = element.getAttributes().item(i).getNodeName();
      if (!known.contains(name)) {
        throw new InvalidInputException(
            source
                + ": "
                + describe(element)
                + ": "
                + Checks.unknown("attribute", name, known).getMessage());
      }
    }
  }

  /** Returns the text of an attribute, empty if neither the element nor the defaults have it. */
  String attribute(Element element, String name) {
    if (element.hasAttribute(name) || !defaults.containsKey(element.getTagName())) {
      return element.getAttribute(name).trim();
    }
    return defaults.get(element.getTagName()).getAttribute(name).trim();
  }

  /** Returns the text of an attribute that must be there. */
  String required(Element element, String name) {
    String value = attribute(element, name);
    Checks.require(
        !value.isEmpty(), "%s: <%s> needs attribute %s", source, element.getTagName(), name);
    return value;
  }

  /** Returns an attribute that must be one of the known words. */
  String choice(Element element, String name, String fallback, Set<String> known) {
    String value = attribute(element, name);
    if (!value.isEmpty() && !known.contains(value)) {
      throw new InvalidInputException(
          source
              + ": "
              + describe(element)
              + ": "
              + Checks.unknown(name, value, known).getMessage());
    }
    return value.isEmpty() ? fallback : value;
  }

  /** Returns an attribute of one number. */
  double number(Element element, String name, double fallback) {
    return vector(element, name, 1, fallback)[0];
  }

  /** Returns the first of an attribute's numbers. */
  double firstNumber(Element element, String name, double fallback) {
    double[] values = numbers(element, name);
    return values.length == 0 ? fallback : values[0];
  }

  /** Returns an attribute of {@code length} numbers. */
  double[] vector(Element element, String name, int length, double... fallback) {
    double[] values = numbers(element, name);
    if (values.length == 0) {
      return fallback;
    }
    Checks.require(
        values.length == length,
        "%s: %s of %s must have %d values, got %d",
        source,
        name,
        describe(element),
        length,
        values.length);
    return values;
  }

  /** Returns an attribute's numbers, none if it is absent. */
  double[] numbers(Element element, String name) {
    String value = attribute(element, name);
    if (value.isEmpty()) {
      return new double[0];
    }
    String[] words = value.split("\\s+");
    double[] values = new double[words.length];
    for (int i = 0; i < words.length; i++) {
      try {
        values[i] =
            Checks.finite(
                source + ": " + name + " of " + describe(element), Double.parseDouble(words[i]));
      } catch (NumberFormatException e) {
        throw new InvalidInputException(
            source
                + ": "
                + name
                + " of "
                + describe(element)
                + " must be a number, got '"
                + words[i]
                + "'",
            e);
      }
    }
    return values;
  }

  /** Returns what an element is called in errors. */
  static String describe(Element element) {
    return element.getTagName() + " '" + element.getAttribute("name") + "'";
  }

  /** Returns the unit vector along {@code v}. */
  double[] normalized(Element element, double[] v) {
    double norm = Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
    Checks.require(norm > 1e-10, "%s: axis of %s must not be zero", source, describe(element));
    return new double[] {v[0] / norm, v[1] / norm, v[2] / norm};
  }
}
