package org.prefbench.plot;

import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2DFontTextDrawer;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.prefbench.core.InvalidInputException;
import org.prefbench.drawing.Fonts;

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
    byte[] encode(Sheet sheet) {
      return ("<?xml version=\"1.0\"?>\n" + Svg.file(sheet)).getBytes(StandardCharsets.UTF_8);
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
        graphics.setRenderingHint(Text.LETTERING, (Text.Lettering) Text::write);
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
        try {
          known = PDType0Font.load(document, new ByteArrayInputStream(Fonts.file(font)), true);
        } catch (IOException e) { // of letters that somebody chose: ours may be embedded
          throw new InvalidInputException(
              "a PDF file cannot hold the letters of " + font.getFontName() + ": " + e.getMessage(),
              e);
        }
        fonts.put(font.getFontName(), known);
      }
      return known;
    }
  }
}
