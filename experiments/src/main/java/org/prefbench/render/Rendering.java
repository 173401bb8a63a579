package org.prefbench.render;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;

/**
 * How an episode becomes a file: a looping film if the name ends in {@code .gif}, a sheet of frames
 * if it ends in {@code .png}.
 *
 * @param file where it goes
 * @param width pixels of the whole picture, in [100, 1920]; absent for the format's default
 * @param framesPerSecond of a film, at most 50; absent for 25
 * @param frames of a sheet, at most 100; absent for 16
 */
public record Rendering(
    Path file, OptionalInt width, OptionalInt framesPerSecond, OptionalInt frames) {
  private static final int MIN_WIDTH = 100;
  private static final int MAX_WIDTH = 1920;

  /**
   * Validates the choices.
   *
   * @throws InvalidInputException if one is out of range, does not go with the format, or the file
   *     name has another ending
   */
  public Rendering {
    boolean film = film(file);
    width.ifPresent(pixels -> Checks.between("--width", pixels, MIN_WIDTH, MAX_WIDTH));
    framesPerSecond.ifPresent(rate -> Checks.between("--fps", rate, 1, 50));
    frames.ifPresent(count -> Checks.between("--frames", count, 1, 100));
    Checks.require(film || framesPerSecond.isEmpty(), "--fps is for .gif files, got %s", file);
    Checks.require(!film || frames.isEmpty(), "--frames is for .png files, got %s", file);
  }

  private static boolean film(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    Checks.require(
        name.endsWith(".gif") || name.endsWith(".png"),
        "%s: the name of a picture must end in .gif (a film) or .png (a sheet of frames)",
        file);
    return name.endsWith(".gif");
  }

  /**
   * Draws an episode and replaces the file as a whole or not at all.
   *
   * @param title one line that says what is seen
   * @return the number of frames
   */
  public int write(Episode episode, String title) {
    if (film(file)) {
      Timing timing = Timing.of(episode.steps(), episode.controlStep(), framesPerSecond.orElse(25));
      FramePainter painter = new FramePainter(episode, title, width.orElse(320));
      GifWriter writer = new GifWriter(timing.delays(), i -> painter.frame(timing.steps().get(i)));
      AtomicFiles.write(file, writer::write);
      return timing.steps().size();
    }
    int count = frames.orElse(16);
    BufferedImage sheet = ContactSheet.draw(episode, title, count, width.orElse(1280));
    AtomicFiles.write(file, output -> ImageIO.write(sheet, "png", output));
    return ContactSheet.steps(episode.steps(), count).size();
  }
}
