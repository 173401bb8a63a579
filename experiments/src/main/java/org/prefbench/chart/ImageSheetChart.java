package org.prefbench.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.prefbench.comparison.Probe;
import org.prefbench.comparison.ReportData;
import org.prefbench.drawing.Colors;
import org.prefbench.drawing.Fonts;
import org.prefbench.plot.Panel;
import org.prefbench.plot.Picture;
import org.prefbench.plot.Sheet;
import org.prefbench.plot.Text;

/**
 * What generators of images draw: a sheet with a panel for every method, in which a row is a digit
 * and a column has the same latents in all panels (probe {@code sheet} with the columns {@code
 * digit}, {@code latent}, {@code told} and {@code pixel_0} ...), an image that the classifier tells
 * as another digit in a frame; and for every policy that moves images their way from the
 * reference's to what becomes of it (probe {@code film}, with {@code time} in place of {@code
 * latent}). Shows the first run of each task.
 */
public final class ImageSheetChart implements ChartFactory {
  private static final int SIDE = 28;
  private static final int CELL = SIDE + 2;
  private static final int TITLE = 26;
  private static final int EDGE = 6;
  private static final int COLUMNS = 5;
  private static final int FILM_COLUMNS = 2;

  @Override
  public String id() {
    return "images";
  }

  @Override
  public List<Picture> draw(ReportData data) {
    List<Picture> pictures = new ArrayList<>();
    for (String task : data.table().options().tasks()) {
      add(
          pictures,
          data.firstRun("sheet", task),
          COLUMNS,
          "images-" + task,
          "Images of the same latents under each method on "
              + task
              + ", which planners choose among; framed: told as another digit than the one asked for");
      add(
          pictures,
          data.firstRun("film", task),
          FILM_COLUMNS,
          "images-film-" + task,
          "Images of the reference on "
              + task
              + " on their way through each map, from left to right");
    }
    return pictures;
  }

  private static void add(
      List<Picture> pictures, List<Probe> probes, int columns, String name, String title) {
    if (probes.isEmpty()) {
      return;
    }
    List<Tiles> tiles = probes.stream().map(Tiles::of).toList();
    int wide = tiles.stream().mapToInt(Tiles::width).max().orElseThrow() + 2 * EDGE;
    int high = tiles.stream().mapToInt(t -> t.rows() * CELL).max().orElseThrow() + TITLE + EDGE;
    pictures.add(new Sheet("", columns, wide, high, List.copyOf(tiles)).picture(name, title));
  }

  /**
   * The images of a method.
   *
   * @param place row and column of each image
   * @param wrong whether it is told as another digit
   * @param pixels brightness in 0 .. 255 of each image, {@code [n][784]}
   */
  private record Tiles(
      String method, int rows, int columns, int[][] place, boolean[] wrong, int[][] pixels)
      implements Panel {

    static Tiles of(Probe probe) {
      boolean film = probe.has("time");
      double[] digits = probe.column("digit");
      double[] across = probe.column(film ? "time" : "latent");
      double[] told = film ? digits : probe.column("told");
      int[] rows = Arrays.stream(digits).mapToInt(d -> (int) d).distinct().sorted().toArray();
      double[] columns = Arrays.stream(across).distinct().sorted().toArray();
      int first = probe.columns().indexOf("pixel_0");
      int[][] place = new int[digits.length][];
      boolean[] wrong = new boolean[digits.length];
      int[][] pixels = new int[digits.length][SIDE * SIDE];
      for (int i = 0; i < digits.length; i++) {
        place[i] =
            new int[] {
              Arrays.binarySearch(rows, (int) digits[i]), Arrays.binarySearch(columns, across[i])
            };
        wrong[i] = told[i] != digits[i];
        for (int k = 0; k < pixels[i].length; k++) {
          pixels[i][k] = (int) probe.values()[i][first + k];
        }
      }
      return new Tiles(probe.method(), rows.length, columns.length, place, wrong, pixels);
    }

    /** Returns the width of the images or of the name above them, in pixels. */
    int width() {
      return Math.max(columns * CELL, (int) Math.ceil(Text.width(method, Fonts.title())));
    }

    @Override
    public void paint(Graphics2D graphics, int width, int height) {
      double middle = (width - Text.width(method, Fonts.title())) / 2;
      Text.draw(graphics, method, Fonts.title(), Colors.BLACK, middle, TITLE - 8.0);
      graphics.drawImage(together(), (width - columns * CELL) / 2, TITLE, null);
    }

    /** Returns all images on one. */
    private BufferedImage together() {
      BufferedImage all =
          new BufferedImage(columns * CELL, rows * CELL, BufferedImage.TYPE_INT_RGB);
      for (int i = 0; i < pixels.length; i++) {
        int x = place[i][1] * CELL;
        int y = place[i][0] * CELL;
        int frame = (wrong[i] ? Colors.ORANGE : Color.WHITE).getRGB();
        for (int k = 0; k < CELL * CELL; k++) {
          all.setRGB(x + k % CELL, y + k / CELL, frame);
        }
        for (int k = 0; k < SIDE * SIDE; k++) {
          int gray = pixels[i][k] * 0x010101;
          all.setRGB(x + 1 + k % SIDE, y + 1 + k / SIDE, gray);
        }
      }
      return all;
    }
  }
}
