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
  private final String source;
  private final MjcfAttributes attributes;
  private final List<Body> bodies = new ArrayList<>();
  private double angleUnit = Math.PI / 180;

  private ModelReader(String source) {
    this.source = source;
    attributes = new MjcfAttributes(source);
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
    attributes.checkKnown(compiler);
    attributes.checkKnown(option);
    if (attributes
        .choice(compiler, "angle", "degree", Set.of("degree", "radian"))
        .equals("radian")) {
      angleUnit = 1;
    }
    for (Element element : children(sections.getOrDefault("default", none))) {
      check(element, "joint", "geom", "motor");
      attributes.addDefault(element);
    }
    Checks.require(sections.containsKey("worldbody"), "%s: <worldbody> is missing", source);
    body(sections.get("worldbody"), -1);
    List<Motor> motors = new ArrayList<>();
    for (Element element : children(sections.getOrDefault("actuator", none))) {
      check(element, "motor");
      double[] range =
          attributes.vector(
              element, "ctrlrange", 2, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
      motors.add(
          new Motor(
              attributes.required(element, "joint"),
              attributes.number(element, "gear", 1),
              range[0],
              range[1]));
    }
    Options options =
        new Options(
            Integrator.valueOf(
                attributes
                    .choice(option, "integrator", "Euler", Set.of("Euler", "RK4"))
                    .toUpperCase(Locale.ROOT)),
            Checks.positive(source + ": timestep", attributes.number(option, "timestep", 0.002)),
            attributes.vector(option, "gravity", 3, 0, 0, -9.81),
            Checks.notNegative(source + ": density", attributes.number(option, "density", 0)),
            Checks.notNegative(source + ": viscosity", attributes.number(option, "viscosity", 0)));
    return new ModelDescription(
        attributes.required(root, "model"),
        options,
        bodies,
        motors,
        attributes.number(compiler, "settotalmass", -1));
  }

  /** Adds a body, then those below it, so that parents come first and order is the file's. */
  private void body(Element element, int parent) {
    check(element, parent < 0 ? "worldbody" : "body");
    List<Joint> joints = new ArrayList<>();
    List<Geom> geoms = new ArrayList<>();
    List<Site> sites = new ArrayList<>();
    String name = parent < 0 ? "world" : attributes.required(element, "name");
    int index = bodies.size();
    bodies.add(
        new Body(
            name, parent, attributes.vector(element, "pos", 3, 0, 0, 0), joints, geoms, sites));
    for (Element child : children(element)) {
      check(child, "joint", "geom", "site", "body");
      switch (child.getTagName()) {
        case "joint" -> joints.add(joint(child));
        case "geom" -> geoms.add(geom(child));
        case "site" ->
            sites.add(
                new Site(
                    attributes.required(child, "name"),
                    attributes.vector(child, "pos", 3, 0, 0, 0)));
        default -> body(child, index);
      }
    }
  }

  private Joint joint(Element element) {
    JointType type =
        JointType.valueOf(
            attributes
                .choice(element, "type", "hinge", Set.of("free", "slide", "hinge"))
                .toUpperCase(Locale.ROOT));
    double unit = type == JointType.HINGE ? angleUnit : 1;
    boolean limited =
        attributes.choice(element, "limited", "false", Set.of("true", "false")).equals("true");
    double[] range = attributes.vector(element, "range", 2, 0, 0);
    Checks.require(
        !limited || range[0] < range[1],
        "%s: range of joint %s must increase, got %s",
        source,
        element.getAttribute("name"),
        Arrays.toString(range));
    return new Joint(
        attributes.required(element, "name"),
        type,
        attributes.normalized(element, attributes.vector(element, "axis", 3, 0, 0, 1)),
        attributes.vector(element, "pos", 3, 0, 0, 0),
        attributes.number(element, "ref", 0) * unit,
        attributes.number(element, "stiffness", 0),
        attributes.number(element, "damping", 0),
        attributes.number(element, "armature", 0),
        limited ? range[0] * unit : Double.NEGATIVE_INFINITY,
        limited ? range[1] * unit : Double.POSITIVE_INFINITY,
        attributes.number(element, "margin", 0),
        softness(element, "solreflimit", "solimplimit"));
  }

  private Geom geom(Element element) {
    GeomType type =
        GeomType.valueOf(
            attributes
                .choice(element, "type", "sphere", Set.of("plane", "sphere", "capsule"))
                .toUpperCase(Locale.ROOT));
    double[] position = attributes.vector(element, "pos", 3, 0, 0, 0);
    double[] rotation = Rotation.IDENTITY.clone();
    double[] size = attributes.numbers(element, "size");
    Checks.require(
        size.length > 0, "%s: size of %s is missing", source, MjcfAttributes.describe(element));
    double halfLength = 0;
    if (type == GeomType.CAPSULE) {
      String ends = attributes.attribute(element, "fromto");
      if (ends.isEmpty()) {
        Checks.require(
            size.length == 2,
            "%s: size of %s must be radius and half length",
            source,
            MjcfAttributes.describe(element));
        halfLength = size[1];
        double[] turn = attributes.vector(element, "axisangle", 4, 0, 0, 1, 0);
        Rotation.ofAxisAngle(
            attributes.normalized(element, Arrays.copyOf(turn, 3)), turn[3] * angleUnit, rotation);
      } else {
        double[] e = attributes.vector(element, "fromto", 6);
        double[] axis = {e[0] - e[3], e[1] - e[4], e[2] - e[5]};
        halfLength = 0.5 * Math.sqrt(axis[0] * axis[0] + axis[1] * axis[1] + axis[2] * axis[2]);
        position = new double[] {0.5 * (e[0] + e[3]), 0.5 * (e[1] + e[4]), 0.5 * (e[2] + e[5])};
        Rotation.ofDirection(attributes.normalized(element, axis), rotation);
      }
    }
    return new Geom(
        attributes.required(element, "name"),
        type,
        position,
        rotation,
        size[0],
        halfLength,
        attributes.number(element, "density", 1000),
        (int) attributes.number(element, "contype", 1),
        (int) attributes.number(element, "conaffinity", 1),
        Integer.parseInt(attributes.choice(element, "condim", "3", Set.of("1", "3"))),
        attributes.firstNumber(element, "friction", 1),
        attributes.number(element, "margin", 0),
        softness(element, "solref", "solimp"));
  }

  private Softness softness(Element element, String reference, String impedance) {
    double[] given = attributes.numbers(element, impedance);
    double[] full = {0.9, 0.95, 0.001, 0.5, 2};
    Checks.require(
        given.length <= 5,
        "%s: %s of %s has too many values",
        source,
        impedance,
        MjcfAttributes.describe(element));
    System.arraycopy(given, 0, full, 0, given.length);
    double[] timeAndDamping = attributes.vector(element, reference, 2, 0.02, 1);
    Checks.require(
        timeAndDamping[0] > 0 && timeAndDamping[1] > 0,
        "%s: %s of %s must be positive",
        source,
        reference,
        MjcfAttributes.describe(element));
    return new Softness(timeAndDamping, full);
  }

  private void check(Element element, String... allowed) {
    Checks.require(
        Arrays.asList(allowed).contains(element.getTagName()),
        "%s: <%s> is not supported here",
        source,
        element.getTagName());
    attributes.checkKnown(element);
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
