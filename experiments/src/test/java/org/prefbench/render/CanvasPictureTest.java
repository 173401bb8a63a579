package org.prefbench.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.prefbench.browser.Chromium;
import org.prefbench.canvas.CanvasPlayer;
import org.prefbench.canvas.CanvasReplay;
import org.prefbench.core.Parameters;
import org.prefbench.core.Seed;
import org.prefbench.env.Environment;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.env.StepResult;
import org.prefbench.env.scene.Role;
import org.prefbench.env.scene.Scene;

/**
 * What a browser draws of a replay against the rays that films are made of, pixel by pixel: both
 * show the same role at the same place, in every environment that can be drawn.
 */
class CanvasPictureTest {
  private static final Path PICTURES = Path.of("target", "screenshots");
  private static final int WIDTH = 400;
  private static final int HEIGHT = 300;
  private static final double ALIKE = 0.95; // of pixels; outlines may be a pixel apart

  /**
   * The walker's legs swing in one plane, inside each other; the canvas shows one of them whole.
   */
  private static final double INSIDE = 0.75;

  /** The colours of the style are those of films, where the page is light. */
  @Test
  void coloursAreThoseOfFilms() {
    Map<String, Integer> colours = new TreeMap<>();
    for (Role role : Role.values()) {
      colours.put(Parameters.word(role), Tone.of(role));
    }
    colours.put("sky", Tone.SKY);
    colours.put("light-tile", Tone.LIGHT_TILE);
    colours.put("dark-tile", Tone.DARK_TILE);
    String light = CanvasPlayer.style().split("@media")[0];
    colours.forEach(
        (name, colour) ->
            assertTrue(
                light.contains(String.format(Locale.ROOT, "--replay-%s: #%06x;", name, colour)),
                name));
  }

  @Test
  void everyEnvironmentLooksAsInFilms() throws Exception {
    Map<String, Double> unlike = new TreeMap<>();
    Files.createDirectories(PICTURES);
    try (Chromium browser = Chromium.start()) {
      browser.look(WIDTH, HEIGHT, false, true);
      browser.evaluate(CanvasPlayer.script() + "; 0");
      browser.evaluate(
          "document.head.appendChild(document.createElement('style')).textContent = "
              + new ObjectMapper().writeValueAsString(CanvasPlayer.style())
              + "; const canvas = document.body.appendChild(document.createElement('canvas'));"
              + " canvas.className = 'replay'; canvas.width = "
              + WIDTH
              + "; canvas.height = "
              + HEIGHT
              + "; 0");
      for (EnvironmentFactory factory : Environments.registered().all()) {
        List<Scene> scenes = scenes(factory);
        if (scenes.isEmpty()) {
          continue;
        }
        String json = new CanvasReplay(factory.spec().id(), 0.1, scenes).json();
        String url =
            browser
                .evaluate("ReplayPicture.draw(canvas, " + json + ", 1); canvas.toDataURL()")
                .asText();
        BufferedImage drawn =
            ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(url.split(",")[1])));
        ImageIO.write(
            drawn, "png", PICTURES.resolve("canvas-" + factory.spec().id() + ".png").toFile());
        BufferedImage cast = new Painter(WIDTH, HEIGHT).paint(scenes.get(1));
        double share = Math.min(alike(drawn, cast), alike(cast, drawn));
        if (share < (factory.spec().id().startsWith("walker2d-") ? INSIDE : ALIKE)) {
          unlike.put(factory.spec().id(), share);
        }
      }
      assertEquals(List.of(), browser.errors());
    }
    assertEquals(Map.of(), unlike);
  }

  /** Returns what an environment looks like at its start and after five steps. */
  private static List<Scene> scenes(EnvironmentFactory factory) {
    Environment environment = factory.create();
    double[] action = new double[factory.spec().actions().size()];
    StepResult result = new StepResult(factory.spec());
    environment.reset(new Seed(7), result.observation);
    if (environment.scene().isEmpty()) {
      return List.of();
    }
    Scene first = environment.scene().get();
    // Limbs that are inside each other would be told apart by rays alone: two legs move apart.
    Arrays.setAll(action, i -> i < action.length / 2 ? 0.6 : -0.6);
    for (int t = 0; t < 5; t++) {
      environment.step(action, result);
    }
    return List.of(first, environment.scene().orElseThrow());
  }

  /** Returns the share of the pixels with a role that have it, or a neighbour, in the other too. */
  private static double alike(BufferedImage first, BufferedImage second) {
    int count = 0;
    int found = 0;
    for (int y = 1; y < HEIGHT - 1; y++) {
      for (int x = 1; x < WIDTH - 1; x++) {
        String role = hue(first.getRGB(x, y));
        if (!role.isEmpty()) {
          count++;
          found += near(second, x, y, role) ? 1 : 0;
        }
      }
    }
    return (double) found / count;
  }

  private static boolean near(BufferedImage picture, int x, int y, String role) {
    for (int dy = -1; dy <= 1; dy++) {
      for (int dx = -1; dx <= 1; dx++) {
        if (hue(picture.getRGB(x + dx, y + dy)).equals(role)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Returns the role whose hue a pixel has, which light and shadow leave; "" for greys. */
  private static String hue(int rgb) {
    float[] own = hsb(rgb);
    if (own[1] < 0.3) {
      return "";
    }
    return Stream.of(Role.BODY, Role.LIMB, Role.OTHER_LIMB, Role.GOAL)
        .min(Comparator.comparingDouble(role -> Math.abs(hsb(Tone.of(role))[0] - own[0])))
        .orElseThrow()
        .name();
  }

  private static float[] hsb(int rgb) {
    return Color.RGBtoHSB(rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255, null);
  }
}
