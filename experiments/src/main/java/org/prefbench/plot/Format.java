package org.prefbench.plot;

import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2DFontTextDrawer;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
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
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.prefbench.core.InvalidInputException;
import org.prefbench.drawing.Fonts;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A kind of file that a {@link Sheet} is written as. The same sheet gives the same bytes. */
public enum Format {
  /** Pixels, two for each point, with outlines of letters, so that no font matters. */
  PNG {
    @Override
    byte[] encode(Sheet sheet) throws IOException {
      int width = (int) Math.round(PIXELS * sheet.width());
      int height = (int) Math.round(PIXELS * sheet.height());
      BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = image.createGraphics();
      graphics.scale(PIXELS, PIXELS);
      sheet.paint(graphics);
      graphics.dispose();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageIO.write(image, "png", bytes);
      return bytes.toByteArray();
    }
  },

  /**
   * Vectors whose text stays text, so that it can be searched, read aloud and edited; a viewer
   * without our font takes Verdana, whose letters are as wide.
   */
  SVG {
    @Override
    byte[] encode(Sheet sheet) throws IOException {
      ImageWriterRegistry.getInstance().register(new Pixels());
      SVGGeneratorContext context = SVGGeneratorContext.createDefault(document());
      context.setImageHandler(new ImageHandlerBase64Encoder());
      context.setPrecision(DECIMALS);
      context.setComment(null);
      context.setStyleHandler(new NamedFont());
      SVGGraphics2D graphics = new SVGGraphics2D(context, false);
      graphics.setSVGCanvasSize(
          new Dimension((int) Math.ceil(sheet.width()), (int) Math.ceil(sheet.height())));
      graphics.setRenderingHint(
          Text.LETTERING,
          (Text.Lettering) (canvas, text, font) -> write(canvas, text, styled(font)));
      sheet.paint(graphics);
      StringWriter text = new StringWriter();
      graphics.stream(text, true);
      String svg = text.toString().replace("\r\n", "\n");
      String root = svg.substring(svg.indexOf("<svg")); // without a type that lies elsewhere
      return ("<?xml version=\"1.0\"?>\n" + root).getBytes(StandardCharsets.UTF_8);
    }
  },

  /** Vectors for a paper, whose text stays text; the letters that it needs are embedded. */
  PDF {
    @Override
    byte[] encode(Sheet sheet) throws IOException {
      try (PDDocument document = new PDDocument()) {
        document.setDocumentId(0L); // else the time is in it
        float width = (float) sheet.width();
        float height = (float) sheet.height();
        PDPage page = new PDPage(new PDRectangle(width, height));
        document.addPage(page);
        PdfBoxGraphics2D graphics = new PdfBoxGraphics2D(document, width, height);
        graphics.setFontTextDrawer(new EmbeddedFont(document));
        graphics.setRenderingHint(
            Text.LETTERING, (Text.Lettering) (canvas, text, font) -> write(canvas, text, font));
        sheet.paint(graphics);
        graphics.dispose();
        try (PDPageContentStream content = new PDPageContentStream(document, page)) {
          content.drawForm(graphics.getXFormObject());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        document.save(bytes);
        return bytes.toByteArray();
      }
    }
  };

  /** Pixels per point of a PNG file, so that it is sharp on dense screens. */
  private static final int PIXELS = 2;

  /** Decimals of a coordinate in an SVG file: finer than anybody can see. */
  private static final int DECIMALS = 2;

  private static final String SVG_NAMESPACE = "http://www.w3.org/2000/svg";

  abstract byte[] encode(Sheet sheet) throws IOException;

  /** Returns the ending of the names of such files, with its dot. */
  public String suffix() {
    return "." + name().toLowerCase(Locale.ROOT);
  }

  /** Returns the file of a sheet. */
  public byte[] bytes(Sheet sheet) {
    try {
      return encode(sheet);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode a picture", e);
    }
  }

  /**
   * Returns the format that a file's ending names.
   *
   * @param name of what the file was given as, for the error
   */
  public static Format of(String name, Path file) {
    String end = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return Stream.of(values())
        .filter(format -> end.endsWith(format.suffix()))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    name + " must end in .png, .svg or .pdf, got '" + file + "'"));
  }

  private static void write(Graphics2D graphics, String text, Font font) {
    graphics.setFont(font);
    graphics.drawString(text, 0, 0);
  }

  /**
   * A font that was read from a file is plain to Java, however bold it is; SVG asks for a style.
   */
  private static Font styled(Font font) {
    return Fonts.isBold(font) ? font.deriveFont(Font.BOLD) : font;
  }

  private static Document document() {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument(SVG_NAMESPACE, "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("Java has no XML", e);
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

  /** Names what may stand in for our font. */
  private static final class NamedFont extends DefaultStyleHandler {
    @Override
    @SuppressWarnings({"unchecked", "rawtypes"}) // as Batik declares it
    public void setStyle(Element element, Map style, SVGGeneratorContext context) {
      Map<String, String> named = new HashMap<>(style);
      named.computeIfPresent("font-family", (key, family) -> family + ", Verdana, sans-serif");
      super.setStyle(element, named, context);
    }
  }

  /** Embeds of our fonts the letters that are used, each font once. */
  private static final class EmbeddedFont extends PdfBoxGraphics2DFontTextDrawer {
    private final PDDocument document;
    private final Map<String, PDFont> fonts = new HashMap<>();

    EmbeddedFont(PDDocument document) {
      this.document = document;
    }

    @Override
    protected PDFont mapFont(Font font, IFontTextDrawerEnv env) throws IOException {
      PDFont known = fonts.get(font.getFontName());
      if (known == null) {
        try (InputStream file = Fonts.file(font)) {
          known = PDType0Font.load(document, file, true);
        }
        fonts.put(font.getFontName(), known);
      }
      return known;
    }
  }
}
