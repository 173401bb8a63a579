package org.prefbench.render;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Seed;
import org.prefbench.env.Environment;
import org.prefbench.env.EnvironmentAccess.LookAhead;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Environments;
import org.prefbench.env.StepResult;
import org.prefbench.policy.Behaviors;
import org.prefbench.policy.MeanReturn;
import org.prefbench.policy.Policy;

/** Films and sheets as the JDK's own readers see them. */
class RenderingTest {
  private static final String FORMAT = "javax_imageio_gif_image_1.0";

  @TempDir private Path folder;

  private static Episode episode(String environment, String tier, int steps) {
    Policy policy = Behaviors.find(environment, tier).policy();
    return play(Environments.registered().get(environment), policy, 5, steps);
  }

  private static Episode play(EnvironmentFactory factory, Policy policy, long seed, int steps) {
    return Episode.play(
        factory, policy, LookAhead.NONE, Episode.Streams.ofRollout(new Seed(seed)), steps);
  }

  private Rendering to(String name, int width) {
    return new Rendering(
        folder.resolve(name), OptionalInt.of(width), OptionalInt.empty(), OptionalInt.empty());
  }

  /** A film as a browser shows it: each frame drawn over the ones before. */
  private record Film(
      List<BufferedImage> frames, List<Integer> delays, List<IIOMetadataNode> trees) {
    static Film read(Path file) throws IOException {
      ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
      try (ImageInputStream input = ImageIO.createImageInputStream(file.toFile())) {
        reader.setInput(input);
        List<BufferedImage> frames = new ArrayList<>();
        List<Integer> delays = new ArrayList<>();
        List<IIOMetadataNode> trees = new ArrayList<>();
        BufferedImage shown =
            new BufferedImage(reader.getWidth(0), reader.getHeight(0), BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < reader.getNumImages(true); i++) {
          IIOMetadataNode tree = (IIOMetadataNode) reader.getImageMetadata(i).getAsTree(FORMAT);
          trees.add(tree);
          delays.add(Integer.parseInt(attribute(tree, "GraphicControlExtension", "delayTime")));
          Graphics2D graphics = shown.createGraphics();
          graphics.drawImage(
              reader.read(i),
              Integer.parseInt(attribute(tree, "ImageDescriptor", "imageLeftPosition")),
              Integer.parseInt(attribute(tree, "ImageDescriptor", "imageTopPosition")),
              null);
          graphics.dispose();
          BufferedImage copy =
              new BufferedImage(shown.getWidth(), shown.getHeight(), BufferedImage.TYPE_INT_RGB);
          shown.copyData(copy.getRaster());
          frames.add(copy);
        }
        return new Film(frames, delays, trees);
      } finally {
        reader.dispose();
      }
    }

    static String attribute(IIOMetadataNode tree, String node, String name) {
      return ((IIOMetadataNode) tree.getElementsByTagName(node).item(0)).getAttribute(name);
    }
  }

  private static double meanError(BufferedImage expected, BufferedImage actual) {
    int[] a = ColorTable.pixels(expected);
    int[] b = ColorTable.pixels(actual);
    return IntStream.range(0, a.length)
        .mapToDouble(
            i ->
                IntStream.of(0, 8, 16)
                    .map(shift -> Math.abs((a[i] >> shift & 255) - (b[i] >> shift & 255)))
                    .max()
                    .orElseThrow())
        .average()
        .orElseThrow();
  }

  @Test
  void filmShowsTheEpisode() throws IOException {
    Episode episode = episode("hopper-v4", "random", 40);
    assertTrue(episode.steps() > 10);
    Timing timing = Timing.of(episode.steps(), 0.008, 25);
    assertEquals(timing.steps().size(), to("film.gif", 160).write(episode, "a title"));
    Film film = Film.read(folder.resolve("film.gif"));
    assertEquals(timing.steps().size(), film.frames().size());
    assertEquals(timing.delays(), film.delays());
    FramePainter painter = new FramePainter(episode, "a title", 160);
    for (int i = 0; i < timing.steps().size(); i++) {
      BufferedImage expected = painter.frame(timing.steps().get(i));
      assertEquals(160, film.frames().get(i).getWidth());
      assertEquals(120, film.frames().get(i).getHeight());
      double error = meanError(expected, film.frames().get(i));
      assertTrue(error < 4, "frame " + i + " differs by " + error + " of 255 in the mean");
    }
    assertTrue(
        meanError(film.frames().get(0), film.frames().get(film.frames().size() - 1)) > 2,
        "something moved");
  }

  @Test
  void filmLoopsForEverWithOneColorTable() throws IOException {
    to("film.gif", 160).write(episode("pendulum-v1", "expert", 20), "");
    Film film = Film.read(folder.resolve("film.gif"));
    IIOMetadataNode loop =
        (IIOMetadataNode) film.trees().get(0).getElementsByTagName("ApplicationExtension").item(0);
    assertEquals("NETSCAPE", loop.getAttribute("applicationID"));
    assertEquals("2.0", loop.getAttribute("authenticationCode"));
    assertArrayEquals(new byte[] {1, 0, 0}, (byte[]) loop.getUserObject());
    for (IIOMetadataNode tree : film.trees()) {
      assertEquals(0, tree.getElementsByTagName("LocalColorTable").getLength());
      assertEquals(
          "doNotDispose", Film.attribute(tree, "GraphicControlExtension", "disposalMethod"));
    }
  }

  @Test
  void sameSeedGivesTheSameBytes() throws IOException {
    for (String ending : List.of(".gif", ".png")) {
      to("first" + ending, 120).write(episode("ant-v4", "random", 6), "title");
      to("second" + ending, 120).write(episode("ant-v4", "random", 6), "title");
      assertArrayEquals(
          Files.readAllBytes(folder.resolve("first" + ending)),
          Files.readAllBytes(folder.resolve("second" + ending)));
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(4, files.count(), "nothing but the pictures");
    }
  }

  @Test
  void sheetHoldsFramesInRows() throws IOException {
    Episode episode = episode("cart-pole-swing-up-v0", "random", 50);
    Rendering rendering =
        new Rendering(
            folder.resolve("sheet.PNG"),
            OptionalInt.of(640),
            OptionalInt.empty(),
            OptionalInt.of(6));
    assertEquals(6, rendering.write(episode, "title"));
    BufferedImage sheet = ImageIO.read(folder.resolve("sheet.PNG").toFile());
    assertEquals(640, sheet.getWidth());
    int cell = (640 - 4 * 4) / 3; // three columns and the gaps around them
    BufferedImage last = new FramePainter(episode, "", cell).frame(50);
    int left = 4 + 2 * (cell + 4);
    int top = sheet.getHeight() - 4 - last.getHeight();
    BufferedImage shown = sheet.getSubimage(left, top, cell, last.getHeight());
    assertArrayEquals(
        ColorTable.pixels(last).clone(), rgb(shown), "the last frame is at the lower right");
  }

  private static int[] rgb(BufferedImage picture) {
    int[] pixels =
        picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
    return IntStream.of(pixels).map(pixel -> pixel & 0xFFFFFF).toArray();
  }

  @Test
  void fewColorsAreKeptAsTheyAre() {
    BufferedImage picture = new BufferedImage(3, 1, BufferedImage.TYPE_INT_RGB);
    int[] colors = {0x123456, 0xF3F6FA, 0xD55E00};
    picture.setRGB(0, 0, 3, 1, colors, 0, 3);
    ColorTable table = new ColorTable(List.of(picture));
    for (int color : colors) {
      assertEquals(color, table.model().getRGB(table.index(color)) & 0xFFFFFF);
    }
  }

  /** The episode is number 0 of a rollout with the same seed. */
  @Test
  void episodeIsTheFirstOfARollout() {
    EnvironmentFactory factory = Environments.registered().get("pendulum-v1");
    Policy policy = Behaviors.find("pendulum-v1", "medium").policy();
    Episode episode = play(factory, policy, 8, 1000);
    MeanReturn two = MeanReturn.measure(factory, policy, 2, new Seed(8));
    assertEquals(200, episode.steps());
    assertEquals("truncated", episode.end());
    double total = episode.returnAfter(200);
    assertTrue(total == two.minimum() || total == two.maximum(), total + " is not in " + two);
    assertEquals("cut", episode("pendulum-v1", "medium", 3).end());
  }

  @Test
  void refusesWhatItCannotDraw() {
    Policy policy = Behaviors.find("pendulum-v1", "random").policy();
    EnvironmentFactory invisible = new Invisible(Environments.registered().get("pendulum-v1"));
    InvalidInputException refusal =
        assertThrows(InvalidInputException.class, () -> play(invisible, policy, 0, 10));
    assertTrue(refusal.getMessage().contains("'pendulum-v1' cannot be drawn"));
    assertThrows(InvalidInputException.class, () -> to("film.gif", 50));
    assertThrows(InvalidInputException.class, () -> to("film.jpg", 500));
  }

  /** An environment that describes no scene. */
  private record Invisible(EnvironmentFactory factory) implements EnvironmentFactory {
    @Override
    public EnvironmentSpec spec() {
      return factory.spec();
    }

    @Override
    public Environment create() {
      Environment inner = factory.create();
      return new Environment() {
        @Override
        public EnvironmentSpec spec() {
          return inner.spec();
        }

        @Override
        public void reset(Seed seed, double[] observation) {
          inner.reset(seed, observation);
        }

        @Override
        public void step(double[] action, StepResult result) {
          inner.step(action, result);
        }

        @Override
        public void observe(double[] observation) {
          inner.observe(observation);
        }

        @Override
        public void readState(double[] state) {
          inner.readState(state);
        }

        @Override
        public void writeState(double[] state) {
          inner.writeState(state);
        }
      };
    }
  }
}
