package org.prefbench.plot;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Paint;
import java.awt.geom.Rectangle2D;
import java.awt.image.RenderedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.ext.awt.image.spi.ImageWriter;
import org.apache.batik.ext.awt.image.spi.ImageWriterParams;
import org.apache.batik.ext.awt.image.spi.ImageWriterRegistry;
import org.apache.batik.svggen.DefaultStyleHandler;
import org.apache.batik.svggen.ImageHandlerBase64Encoder;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.prefbench.drawing.Fonts;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Vectors whose text stays text: a file, or an element of a page, whose parts then say which {@link
 * Mark} they belong to.
 */
public final class Svg {
  /** Decimals of a coordinate in a file: finer than anybody can see. */
  private static final int DECIMALS = 2;

  /** Decimals in a page, which holds all charts at once. */
  private static final int FEWER_DECIMALS = 1;

  private static final String NAMESPACE = "http://www.w3.org/2000/svg";

  private Svg() {}

  /** Returns the file of a sheet, without the line that says it is XML. */
  static String file(Sheet sheet) {
    SVGGraphics2D graphics = new Canvas(context(DECIMALS, ""), Optional.empty());
    graphics.setSVGCanvasSize(
        new Dimension((int) Math.ceil(sheet.width()), (int) Math.ceil(sheet.height())));
    sheet.paint(graphics);
    return text(graphics, graphics.getRoot(), true);
  }

  /**
   * Returns one panel of a sheet as an element of a page, which may make it narrower. It has no
   * style, which a strict page forbids; what stands for a mark has its number as {@code data-mark},
   * and the element tells as {@code data-axes} where a plot's area begins, how wide it is, and the
   * values at its ends.
   *
   * @param name that of the element, which the names within begin with
   * @param label what those are told who cannot see it
   * @param marking takes the marks
   */
  public static String element(
      Sheet sheet, Panel panel, String name, String label, Marking marking) {
    SVGGraphics2D graphics = new Canvas(context(FEWER_DECIMALS, name + "-"), Optional.of(marking));
    sheet.single(panel).paint(graphics);
    Element root = graphics.getRoot();
    root.setAttribute("id", name);
    root.setAttribute("role", "img");
    root.setAttribute("aria-label", label);
    root.setAttribute(
        "viewBox",
        String.format(Locale.ROOT, "0 0 %d %d", sheet.panelWidth(), sheet.panelHeight()));
    root.setAttribute("width", String.valueOf(sheet.panelWidth()));
    for (String size : List.of("height", "style")) {
      root.removeAttribute(size);
    }
    marking
        .takeAxes()
        .ifPresent(
            axes -> {
              Rectangle2D area = axes.area();
              root.setAttribute(
                  "data-axes",
                  area.getX() + " " + area.getWidth() + " " + axes.xMin() + " " + axes.xMax());
            });
    return text(graphics, root, false);
  }

  private static String text(SVGGraphics2D graphics, Element root, boolean styles) {
    SvgTrim.trim(root);
    StringWriter text = new StringWriter();
    try {
      graphics.stream(root, text, styles, false);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode a picture", e);
    }
    String svg = text.toString().replace("\r\n", "\n");
    return svg.substring(svg.indexOf("<svg")); // without a type that lies elsewhere
  }

  private static SVGGeneratorContext context(int decimals, String prefix) {
    ImageWriterRegistry.getInstance().register(new Pixels());
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document());
    context.setImageHandler(new ImageHandlerBase64Encoder());
    context.setPrecision(decimals);
    context.setComment(null);
    context.setIDGenerator(
        new SVGIDGenerator() {
          @Override
          public String generateID(String kind) {
            return prefix + super.generateID(kind);
          }
        });
    return context;
  }

  private static Document document() {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument(NAMESPACE, "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("Java has no XML", e);
    }
  }

  /** Tells a marking of the colours that it is given. */
  private static final class Canvas extends SVGGraphics2D {
    private final Optional<Marking> marking;

    Canvas(SVGGeneratorContext context, Optional<Marking> marking) {
      super(styled(context, marking), false);
      this.marking = marking;
      setRenderingHint(
          Text.LETTERING,
          (Text.Lettering) (canvas, text, font) -> Text.write(canvas, text, styled(font)));
      marking.ifPresent(known -> setRenderingHint(Marking.KEY, known));
    }

    private static SVGGeneratorContext styled(
        SVGGeneratorContext context, Optional<Marking> marking) {
      context.setStyleHandler(new Style(marking));
      return context;
    }

    /**
     * A font that was read from a file is plain to Java, however bold it is; SVG asks for a style.
     */
    private static Font styled(Font font) {
      return Fonts.isBold(font) ? font.deriveFont(Font.BOLD) : font;
    }

    @Override
    public void setColor(Color color) {
      tell(color);
      super.setColor(color);
    }

    @Override
    public void setPaint(Paint paint) {
      if (paint instanceof Color color) {
        tell(color);
      }
      super.setPaint(paint);
    }

    private void tell(Color color) {
      if (marking != null) { // this is called while it is made
        marking.ifPresent(known -> known.color(color));
      }
    }
  }

  /** Names what may stand in for our font, and the mark that an element belongs to. */
  private static final class Style extends DefaultStyleHandler {
    private final Optional<Marking> marking;

    Style(Optional<Marking> marking) {
      this.marking = marking;
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"}) // as Batik declares it
    public void setStyle(Element element, Map style, SVGGeneratorContext context) {
      Map<String, String> named = new HashMap<>(style);
      named.computeIfPresent("font-family", (key, family) -> family + ", Verdana, sans-serif");
      super.setStyle(element, named, context);
      if (!element.getNodeName().equals("g")) {
        marking
            .flatMap(Marking::number)
            .ifPresent(number -> element.setAttribute("data-mark", String.valueOf(number)));
      }
    }
  }

  /** Encodes pixels within an SVG file as PNG, for which Batik has another jar. */
  private static final class Pixels implements ImageWriter {
    @Override
    public String getMIMEType() {
      return "image/png";
    }

    @Override
    public void writeImage(RenderedImage image, OutputStream out) throws IOException {
      ImageIO.write(image, "png", out);
    }

    @Override
    public void writeImage(RenderedImage image, OutputStream out, ImageWriterParams params)
        throws IOException {
      writeImage(image, out);
    }
  }
}
