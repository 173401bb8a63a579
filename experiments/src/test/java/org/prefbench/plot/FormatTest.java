package org.prefbench.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prefbench.core.InvalidInputException;
import org.prefbench.drawing.Fonts;
import org.prefbench.drawing.Typeface;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class FormatTest {
  private static final BufferedImage PIXELS = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);

  private static Sheet sheet() {
    double[] ends = {0, 1};
    Plot plot =
        new Plot("A title of 5 < 6 & \u03b2", 0, 1, 0, 1)
            .axes("across", "upwards")
            .line("a line", ends, ends, Color.BLUE, Plot.solid(2))
            .under((graphics, axes) -> graphics.drawImage(PIXELS, 60, 40, 20, 20, null));
    return Sheet.of(plot, 300, 200);
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void theSameSheetGivesTheSameBytes(Format format) {
    assertArrayEquals(format.bytes(sheet()), format.bytes(sheet()));
  }

  @Test
  void pixelsAreTwoForAPoint() throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(Format.PNG.bytes(sheet())));
    assertEquals(600, image.getWidth());
    assertEquals(400, image.getHeight());
  }

  @Test
  void textOfAnSvgFileIsText() throws Exception {
    Document document = parse(new String(Format.SVG.bytes(sheet()), StandardCharsets.UTF_8));
    assertEquals("300", document.getDocumentElement().getAttribute("width"));
    NodeList texts = document.getElementsByTagName("text");
    List<String> found = new ArrayList<>();
    for (int i = 0; i < texts.getLength(); i++) {
      found.add(texts.item(i).getTextContent().strip());
    }
    assertTrue(
        found.containsAll(List.of("A title of 5 < 6 & \u03b2", "across", "upwards", "a line")),
        found.toString());
    Element title = (Element) texts.item(0).getParentNode();
    String style = title.getAttribute("style");
    assertTrue(style.contains("font-family:'DejaVu Sans', Verdana, sans-serif"), style);
    assertTrue(style.contains("font-weight:bold"), style);
    NodeList images = document.getElementsByTagName("image");
    assertEquals(1, images.getLength());
    String address = ((Element) images.item(0)).getAttribute("xlink:href");
    assertTrue(address.startsWith("data:image/png;base64,"), "nothing lies beside the file");
  }

  @Test
  void lettersOfAPdfFileAreEmbeddedAndCanBeRead() throws IOException {
    try (PDDocument document = Loader.loadPDF(Format.PDF.bytes(sheet()))) {
      PDRectangle page = document.getPage(0).getMediaBox();
      assertEquals(300, page.getWidth());
      assertEquals(200, page.getHeight());
      String text = new PDFTextStripper().getText(document);
      for (String expected : List.of("A title of 5 < 6 & \u03b2", "across", "a line")) {
        assertTrue(text.contains(expected), text);
      }
      List<PDFont> fonts = new ArrayList<>();
      addFonts(document.getPage(0).getResources(), fonts);
      assertFalse(fonts.isEmpty());
      fonts.forEach(font -> assertTrue(font.isEmbedded(), font.getName()));
    }
  }

  /** Liberation Sans, which the library for PDF files brings along. */
  @Test
  void otherLettersAreMeasuredNamedAndEmbedded(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("letters.ttf");
    try (InputStream letters =
        PDFont.class.getResourceAsStream(
            "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf")) {
      Files.copy(letters, file);
    }
    Optional<Typeface> other = Optional.of(Typeface.read(file, Optional.empty()));
    String svg =
        Fonts.with(other, () -> new String(Format.SVG.bytes(sheet()), StandardCharsets.UTF_8));
    assertTrue(svg.contains("font-family:'Liberation Sans'"), svg);
    assertFalse(svg.contains("DejaVu"), svg);
    try (PDDocument document = Loader.loadPDF(Fonts.with(other, () -> Format.PDF.bytes(sheet())))) {
      List<PDFont> fonts = new ArrayList<>();
      addFonts(document.getPage(0).getResources(), fonts);
      fonts.forEach(font -> assertTrue(font.getName().endsWith("LiberationSans"), font.getName()));
      fonts.forEach(font -> assertTrue(font.isEmbedded(), font.getName()));
      assertTrue(new PDFTextStripper().getText(document).contains("across"));
    }
    // an i is 0.222 em wide in Liberation Sans (as in Helvetica), 0.278 em in DejaVu Sans
    double ours = Text.width("i", Fonts.small().deriveFont(1000f));
    double theirs = Fonts.with(other, () -> Text.width("i", Fonts.small().deriveFont(1000f)));
    assertEquals(278, ours, 1);
    assertEquals(222, theirs, 1);
  }

  @Test
  void whatIsNoFontIsRefused(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("letters.ttf"), "no letters");
    InvalidInputException error =
        assertThrows(InvalidInputException.class, () -> Typeface.read(file, Optional.empty()));
    assertEquals(file + ": is no TrueType font that Java reads", error.getMessage());
    assertThrows(
        InvalidInputException.class,
        () -> Typeface.read(folder.resolve("none.ttf"), Optional.empty()));
  }

  private static void addFonts(PDResources resources, List<PDFont> fonts) throws IOException {
    for (COSName name : resources.getFontNames()) {
      fonts.add(resources.getFont(name));
    }
    for (COSName name : resources.getXObjectNames()) {
      if (resources.getXObject(name) instanceof PDFormXObject form) {
        addFonts(form.getResources(), fonts);
      }
    }
  }

  /** Three panels in a row become one below the other in a column of a paper. */
  @Test
  void aSheetIsLaidOutAnewInAnotherSize() {
    Panel nothing = (graphics, width, height) -> {};
    Sheet sheet = new Sheet("", 3, 400, 300, List.of(nothing, nothing, nothing));
    Sheet column = sheet.sized(252, 0, 6);
    assertEquals(2, column.columns()); // 504 points of letters of 12: two of 240, not three
    assertEquals(252, column.width(), 1);
    Sheet high = sheet.sized(252, 400, 12);
    assertEquals(1, high.columns());
    assertEquals(400, high.height(), 3);
    InvalidInputException small =
        assertThrows(InvalidInputException.class, () -> sheet.sized(252, 100, 12));
    assertTrue(small.getMessage().startsWith("3 panels have no room"), small.getMessage());
  }

  @Test
  void theEndingNamesTheFormat() {
    assertEquals(Format.PDF, Format.of("--out", Path.of("a.b/c.PDF")));
    InvalidInputException other =
        assertThrows(InvalidInputException.class, () -> Format.of("--out", Path.of("c.gif")));
    assertEquals("--out must end in .png, .svg or .pdf, got 'c.gif'", other.getMessage());
  }

  private static Document parse(String svg) throws Exception {
    DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    builder.setEntityResolver((id, address) -> new InputSource(new StringReader("")));
    return builder.parse(new InputSource(new StringReader(svg)));
  }
}
