package org.prefbench.drawing;

import java.awt.Font;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.prefbench.core.Message;

/**
 * The letters of charts and pictures: DejaVu Sans from the jar, the same on every machine, or for a
 * while those of a {@link Typeface}.
 *
 * <p>On Linux Java draws no letters at all, not even those of a font that it is given, unless the
 * system has a font or a file says what stands in for the fonts that Java knows by name. Slim
 * images have no font, so such a file is written, and names ours. Java reads it once, before the
 * first letter.
 */
public final class Fonts {
  private static final String PLAIN = "DejaVuSans.ttf";
  private static final String BOLD = "DejaVuSans-Bold.ttf";

  /** The property with which Java is told of another file than its own. */
  private static final String CONFIGURATION = "sun.awt.fontconfig";

  /** Points of the letters of tick labels and legends. */
  public static final int SMALL = 12;

  private static final Loaded LOADED = load();

  private static final ThreadLocal<Optional<Typeface>> CHOSEN =
      ThreadLocal.withInitial(Optional::empty);

  /** Our letters, or why there are none. */
  private record Loaded(Optional<Typeface> typeface, String problem) {}

  private Fonts() {}

  /**
   * Returns the letters of tick labels and legends.
   *
   * @throws CannotDrawException if Java cannot draw letters here; so do the others
   */
  public static Font small() {
    return typeface().plain().deriveFont((float) SMALL);
  }

  /** Returns the letters of axis titles. */
  public static Font normal() {
    return typeface().plain().deriveFont(13f);
  }

  /** Returns the letters of chart titles. */
  public static Font title() {
    return typeface().bold().deriveFont(14f);
  }

  /** Returns whether a font is the bold one of two. */
  public static boolean isBold(Font font) {
    Typeface typeface = typeface();
    String name = font.getFontName();
    return typeface.bold().getFontName().equals(name)
        && !typeface.plain().getFontName().equals(name);
  }

  /** Returns the TrueType file of one of the fonts here, whatever its size. */
  public static byte[] file(Font font) {
    return isBold(font) ? typeface().boldFile() : typeface().plainFile();
  }

  /** Does some work with the letters that are chosen, if any are, as far as this thread does it. */
  public static <T> T with(Optional<Typeface> chosen, Supplier<T> work) {
    Optional<Typeface> before = CHOSEN.get();
    CHOSEN.set(chosen);
    try {
      return work.get();
    } finally {
      CHOSEN.set(before);
    }
  }

  private static Typeface typeface() {
    Typeface ours = LOADED.typeface().orElseThrow(() -> new CannotDrawException(LOADED.problem()));
    return CHOSEN.get().orElse(ours);
  }

  private static Loaded load() {
    try {
      configure();
    } catch (IOException e) {
      return new Loaded(
          Optional.empty(),
          "Java cannot draw letters here: a temporary file cannot be written ("
              + Message.line(Message.reason(e), 200)
              + "); make room, or name another folder (PREFBENCH_JAVA_OPTS=-Djava.io.tmpdir=DIR)");
    }
    try {
      return new Loaded(Optional.of(Typeface.of(bytes(PLAIN), bytes(BOLD))), "");
    } catch (OutOfMemoryError | StackOverflowError e) {
      throw e;
    } catch (Throwable e) { // of many kinds, InternalError too, where a library is missing
      return new Loaded(Optional.empty(), problem(e));
    }
  }

  private static String problem(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return "Java cannot draw letters here: "
        + (root instanceof UnsatisfiedLinkError
            ? Message.line(Message.reason(root), 200)
            : "it finds no fonts")
        + "; install the libraries that it takes for them: libfreetype6 and libfontconfig1 on"
        + " Debian, freetype and fontconfig elsewhere";
  }

  private static byte[] bytes(String resource) throws IOException {
    try (InputStream input = open(resource)) {
      return input.readAllBytes();
    }
  }

  private static InputStream open(String resource) {
    return Optional.ofNullable(Fonts.class.getResourceAsStream(resource))
        .orElseThrow(() -> new IllegalStateException("font " + resource + " is not in the jar"));
  }

  /** Tells Java that our font stands in for all that it knows by name. */
  private static void configure() throws IOException {
    if (!System.getProperty("os.name").equals("Linux")
        || System.getProperty(CONFIGURATION) != null) {
      return;
    }
    Path folder = Files.createTempDirectory("prefbench-font.");
    Path font = folder.resolve(PLAIN);
    Path file = folder.resolve("fontconfig.properties");
    Stream.of(folder, font, file).forEach(path -> path.toFile().deleteOnExit());
    try (InputStream input = open(PLAIN)) {
      Files.copy(input, font);
    }
    Properties lines = new Properties();
    lines.setProperty("version", "1");
    lines.setProperty("sequence.allfonts", "latin-1");
    lines.setProperty("filename.DejaVu_Sans", font.toString());
    for (String family :
        new String[] {"serif", "sansserif", "monospaced", "dialog", "dialoginput"}) {
      for (String style : new String[] {"plain", "bold", "italic", "bolditalic"}) {
        lines.setProperty(family + "." + style + ".latin-1", "DejaVu Sans");
      }
    }
    try (var output = Files.newOutputStream(file)) {
      lines.store(output, null);
    }
    System.setProperty(CONFIGURATION, file.toString());
  }
}
