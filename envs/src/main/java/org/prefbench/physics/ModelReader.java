package org.prefbench.physics;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.physics.ModelDescription.Body;
import org.prefbench.physics.ModelDescription.Geom;
import org.prefbench.physics.ModelDescription.GeomType;
import org.prefbench.physics.ModelDescription.Integrator;
import org.prefbench.physics.ModelDescription.Joint;
import org.prefbench.physics.ModelDescription.JointType;
import org.prefbench.physics.ModelDescription.Motor;
import org.prefbench.physics.ModelDescription.Options;
import org.prefbench.physics.ModelDescription.Site;
import org.prefbench.physics.ModelDescription.Softness;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Reads the subset of MuJoCo's model format MJCF that the models here need. Files in this subset
 * mean the same to MuJoCo; whatever lies outside it is refused by name instead of being ignored.
 */
final class ModelReader {
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
  private final List<Body> bodies = new ArrayList<>();
  private double angleUnit = Math.PI / 180;

  private ModelReader(String source) {
    this.source = source;
  }

  /**
   * Returns the model that {@code input} describes.
   *
   * @param source names the file in error messages
   * @throws InvalidInputException if the file is not well-formed or lies outside the subset
   */
  static ModelDescription read(InputStream input, String source) throws IOException {
    return new ModelReader(source).model(parse(input, source));
  }

  private static Element parse(InputStream input, String source) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new Strict());
      return builder.parse(input).getDocumentElement();
    } catch (SAXParseException e) {
      throw new InvalidInputException(
          source + ", line " + e.getLineNumber() + ": " + e.getMessage(), e);
    } catch (SAXException e) {
      throw new InvalidInputException(source + ": " + e.getMessage(), e);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("this Java runtime cannot parse XML safely", e);
    }
  }

  /** Throws what the parser reports; the parser's own handler would print to the console. */
  private static final class Strict implements ErrorHandler {
    @Override
    public void warning(SAXParseException exception) throws SAXException {
      throw exception;
    }

    @Override
    public void error(SAXParseException exception) throws SAXException {
      throw exception;
    }

    @Override
    public void fatalError(SAXParseException exception) throws SAXException {
      throw exception;
    }
  }

  private ModelDescription model(Element root) {
    check(root, "mujoco");
    Element none = root.getOwnerDocument().createElement("none");
    Map<String, Element> sections = new HashMap<>();
    for (Element section : children(root)) {
      Checks.require(
          Set.of("compiler", "option", "default", "worldbody", "actuator")
              .contains(section.getTagName()),
          "%s: <%s> is not supported",
          source,
          section.getTagName());
      Checks.require(
          sections.put(section.getTagName(), section) == null,
          "%s: two <%s>",
          source,
          section.getTagName());
    }
    Element compiler = sections.getOrDefault("compiler", none);
    Element option = sections.getOrDefault("option", none);
    checkKnown(compiler);
    checkKnown(option);
    if (choice(compiler, "angle", "degree", Set.of("degree", "radian")).equals("radian")) {
      angleUnit = 1;
    }
    for (Element element : children(sections.getOrDefault("default", none))) {
      check(element, "joint", "geom", "motor");
      defaults.put(element.getTagName(), element);
    }
    Checks.require(sections.containsKey("worldbody"), "%s: <worldbody> is missing", source);
    body(sections.get("worldbody"), -1);
    List<Motor> motors = new ArrayList<>();
    for (Element element : children(sections.getOrDefault("actuator", none))) {
      check(element, "motor");
      double[] range =
          vector(element, "ctrlrange", 2, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
      motors.add(
          new Motor(required(element, "joint"), number(element, "gear", 1), range[0], range[1]));
    }
    Options options =
        new Options(
            Integrator.valueOf(
                choice(option, "integrator", "Euler", Set.of("Euler", "RK4"))
                    .toUpperCase(Locale.ROOT)),
            Checks.positive(source + ": timestep", number(option, "timestep", 0.002)),
            vector(option, "gravity", 3, 0, 0, -9.81),
            Checks.notNegative(source + ": density", number(option, "density", 0)),
            Checks.notNegative(source + ": viscosity", number(option, "viscosity", 0)));
    return new ModelDescription(
        required(root, "model"), options, bodies, motors, number(compiler, "settotalmass", -1));
  }

  /** Adds a body, then those below it, so that parents come first and order is the file's. */
  private void body(Element element, int parent) {
    check(element, parent < 0 ? "worldbody" : "body");
    List<Joint> joints = new ArrayList<>();
    List<Geom> geoms = new ArrayList<>();
    List<Site> sites = new ArrayList<>();
    String name = parent < 0 ? "world" : required(element, "name");
    int index = bodies.size();
    bodies.add(new Body(name, parent, vector(element, "pos", 3, 0, 0, 0), joints, geoms, sites));
    for (Element child : children(element)) {
      check(child, "joint", "geom", "site", "body");
      switch (child.getTagName()) {
        case "joint" -> joints.add(joint(child));
        case "geom" -> geoms.add(geom(child));
        case "site" ->
            sites.add(new Site(required(child, "name"), vector(child, "pos", 3, 0, 0, 0)));
        default -> body(child, index);
      }
    }
  }

  private Joint joint(Element element) {
    JointType type =
        JointType.valueOf(
            choice(element, "type", "hinge", Set.of("free", "slide", "hinge"))
                .toUpperCase(Locale.ROOT));
    double unit = type == JointType.HINGE ? angleUnit : 1;
    boolean limited = choice(element, "limited", "false", Set.of("true", "false")).equals("true");
    double[] range = vector(element, "range", 2, 0, 0);
    Checks.require(
        !limited || range[0] < range[1],
        "%s: range of joint %s must increase, got %s",
        source,
        element.getAttribute("name"),
        Arrays.toString(range));
    return new Joint(
        required(element, "name"),
        type,
        normalized(element, vector(element, "axis", 3, 0, 0, 1)),
        vector(element, "pos", 3, 0, 0, 0),
        number(element, "ref", 0) * unit,
        number(element, "stiffness", 0),
        number(element, "damping", 0),
        number(element, "armature", 0),
        limited ? range[0] * unit : Double.NEGATIVE_INFINITY,
        limited ? range[1] * unit : Double.POSITIVE_INFINITY,
        number(element, "margin", 0),
        softness(element, "solreflimit", "solimplimit"));
  }

  private Geom geom(Element element) {
    GeomType type =
        GeomType.valueOf(
            choice(element, "type", "sphere", Set.of("plane", "sphere", "capsule"))
                .toUpperCase(Locale.ROOT));
    double[] position = vector(element, "pos", 3, 0, 0, 0);
    double[] rotation = Rotation.IDENTITY.clone();
    double[] size = numbers(element, "size");
    Checks.require(size.length > 0, "%s: size of %s is missing", source, describe(element));
    double halfLength = 0;
    if (type == GeomType.CAPSULE) {
      String ends = attribute(element, "fromto");
      if (ends.isEmpty()) {
        Checks.require(
            size.length == 2,
            "%s: size of %s must be radius and half length",
            source,
            describe(element));
        halfLength = size[1];
        double[] turn = vector(element, "axisangle", 4, 0, 0, 1, 0);
        Rotation.ofAxisAngle(
            normalized(element, Arrays.copyOf(turn, 3)), turn[3] * angleUnit, rotation);
      } else {
        double[] e = vector(element, "fromto", 6);
        double[] axis = {e[0] - e[3], e[1] - e[4], e[2] - e[5]};
        halfLength = 0.5 * Math.sqrt(axis[0] * axis[0] + axis[1] * axis[1] + axis[2] * axis[2]);
        position = new double[] {0.5 * (e[0] + e[3]), 0.5 * (e[1] + e[4]), 0.5 * (e[2] + e[5])};
        Rotation.ofDirection(normalized(element, axis), rotation);
      }
    }
    return new Geom(
        required(element, "name"),
        type,
        position,
        rotation,
        size[0],
        halfLength,
        number(element, "density", 1000),
        (int) number(element, "contype", 1),
        (int) number(element, "conaffinity", 1),
        Integer.parseInt(choice(element, "condim", "3", Set.of("1", "3"))),
        firstNumber(element, "friction", 1),
        number(element, "margin", 0),
        softness(element, "solref", "solimp"));
  }

  private Softness softness(Element element, String reference, String impedance) {
    double[] given = numbers(element, impedance);
    double[] full = {0.9, 0.95, 0.001, 0.5, 2};
    Checks.require(
        given.length <= 5,
        "%s: %s of %s has too many values",
        source,
        impedance,
        describe(element));
    System.arraycopy(given, 0, full, 0, given.length);
    double[] timeAndDamping = vector(element, reference, 2, 0.02, 1);
    Checks.require(
        timeAndDamping[0] > 0 && timeAndDamping[1] > 0,
        "%s: %s of %s must be positive",
        source,
        reference,
        describe(element));
    return new Softness(timeAndDamping, full);
  }

  private double[] normalized(Element element, double[] v) {
    double norm = Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
    Checks.require(norm > 1e-10, "%s: axis of %s must not be zero", source, describe(element));
    return new double[] {v[0] / norm, v[1] / norm, v[2] / norm};
  }

  // Attributes: the element's own, else the file's default for its kind.

  private String attribute(Element element, String name) {
    if (element.hasAttribute(name) || !defaults.containsKey(element.getTagName())) {
      return element.getAttribute(name).trim();
    }
    return defaults.get(element.getTagName()).getAttribute(name).trim();
  }

  private String required(Element element, String name) {
    String value = attribute(element, name);
    Checks.require(
        !value.isEmpty(), "%s: <%s> needs attribute %s", source, element.getTagName(), name);
    return value;
  }

  private String choice(Element element, String name, String fallback, Set<String> known) {
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

  private double number(Element element, String name, double fallback) {
    return vector(element, name, 1, fallback)[0];
  }

  private double firstNumber(Element element, String name, double fallback) {
    double[] values = numbers(element, name);
    return values.length == 0 ? fallback : values[0];
  }

  private double[] vector(Element element, String name, int length, double... fallback) {
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

  private double[] numbers(Element element, String name) {
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

  private static String describe(Element element) {
    return element.getTagName() + " '" + element.getAttribute("name") + "'";
  }

  // Structure.

  private void check(Element element, String... allowed) {
    Checks.require(
        Arrays.asList(allowed).contains(element.getTagName()),
        "%s: <%s> is not supported here",
        source,
        element.getTagName());
    checkKnown(element);
  }

  private void checkKnown(Element element) {
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

  private static List<Element> children(Element parent) {
    List<Element> elements = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element) {
        elements.add(element);
      }
    }
    return elements;
  }
}
