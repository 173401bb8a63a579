package org.prefbench.render;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Writes an animated GIF that loops: one colour table for all frames, and of every frame only the
 * rectangle that changed, unchanged pixels being transparent, which compresses well. Source:
 * Graphics Interchange Format, version 89a (CompuServe 1990), and Netscape's loop extension.
 */
final class GifWriter {
  private static final String FORMAT = "javax_imageio_gif_image_1.0";
  private static final String STREAM_FORMAT = "javax_imageio_gif_stream_1.0";
  private static final int SAMPLES = 12; // frames that the colours are chosen from

  private final List<Integer> delays;
  private final IntFunction<BufferedImage> frames;

  /**
   * Prepares a film.
   *
   * @param delays hundredths of a second that each frame is shown
   * @param frames returns the frame of a number, all of the same size; some are asked for twice
   */
  GifWriter(List<Integer> delays, IntFunction<BufferedImage> frames) {
    this.delays = List.copyOf(delays);
    this.frames = frames;
  }

  void write(OutputStream output) throws IOException {
    int last = delays.size() - 1;
    ColorTable table =
        new ColorTable(
            IntStream.rangeClosed(0, Math.min(SAMPLES, last))
                .map(i -> last == 0 ? 0 : (int) ((long) i * last / Math.min(SAMPLES, last)))
                .mapToObj(frames)
                .toList());
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(output)) {
      writer.setOutput(stream);
      writer.prepareWriteSequence(header(writer, table.model()));
      byte[] shown = {};
      for (int i = 0; i <= last; i++) {
        BufferedImage frame = frames.apply(i);
        byte[] next = indices(frame, table);
        Patch patch = Patch.between(shown, next, frame.getWidth(), table);
        BufferedImage picture = patch.picture(table.model());
        writer.writeToSequence(
            new IIOImage(picture, null, metadata(writer, picture, patch, i)), null);
        shown = patch.over(shown, frame.getWidth());
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
  }

  /** The colour table of all frames; without one the JDK takes a table of its own. */
  private static IIOMetadata header(ImageWriter writer, IndexColorModel colors) throws IOException {
    IIOMetadata metadata = writer.getDefaultStreamMetadata(null);
    IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(STREAM_FORMAT);
    IIOMetadataNode table = child(root, "GlobalColorTable");
    while (table.hasChildNodes()) {
      table.removeChild(table.getFirstChild());
    }
    table.setAttribute("sizeOfGlobalColorTable", Integer.toString(colors.getMapSize()));
    table.setAttribute("backgroundColorIndex", "0");
    table.setAttribute("sortFlag", "FALSE");
    for (int i = 0; i < colors.getMapSize(); i++) {
      IIOMetadataNode entry = new IIOMetadataNode("ColorTableEntry");
      entry.setAttribute("index", Integer.toString(i));
      entry.setAttribute("red", Integer.toString(colors.getRed(i)));
      entry.setAttribute("green", Integer.toString(colors.getGreen(i)));
      entry.setAttribute("blue", Integer.toString(colors.getBlue(i)));
      table.appendChild(entry);
    }
    metadata.setFromTree(STREAM_FORMAT, root);
    return metadata;
  }

  private static byte[] indices(BufferedImage frame, ColorTable table) {
    int[] pixels = ColorTable.pixels(frame);
    byte[] indices = new byte[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      indices[i] = (byte) table.index(pixels[i]);
    }
    return indices;
  }

  /** A rectangle of a frame: its place, its width and its pixels. */
  private record Patch(int left, int top, int width, byte[] pixels) {

    /** Returns what must be drawn over {@code shown}, empty for nothing, to show {@code next}. */
    static Patch between(byte[] shown, byte[] next, int width, ColorTable table) {
      if (shown.length == 0) {
        return new Patch(0, 0, width, next);
      }
      int left = width;
      int right = -1;
      int top = -1;
      int bottom = -1;
      for (int i = 0; i < next.length; i++) {
        if (!table.alike(next[i], shown[i])) {
          top = top < 0 ? i / width : top;
          bottom = i / width;
          left = Math.min(left, i % width);
          right = Math.max(right, i % width);
        }
      }
      if (top < 0) { // nothing moved; a frame must have a pixel
        return new Patch(0, 0, 1, new byte[] {ColorTable.TRANSPARENT});
      }
      int columns = right - left + 1;
      byte[] pixels = new byte[columns * (bottom - top + 1)];
      for (int i = 0; i < pixels.length; i++) {
        int at = (top + i / columns) * width + left + i % columns;
        pixels[i] = table.alike(next[at], shown[at]) ? ColorTable.TRANSPARENT : next[at];
      }
      return new Patch(left, top, columns, pixels);
    }

    /** Returns what is shown after this was drawn over {@code shown}. */
    byte[] over(byte[] shown, int frameWidth) {
      if (shown.length == 0) {
        return pixels;
      }
      byte[] after = shown.clone();
      for (int i = 0; i < pixels.length; i++) {
        if (pixels[i] != ColorTable.TRANSPARENT) {
          after[(top + i / width) * frameWidth + left + i % width] = pixels[i];
        }
      }
      return after;
    }

    BufferedImage picture(IndexColorModel colors) {
      BufferedImage picture =
          new BufferedImage(width, pixels.length / width, BufferedImage.TYPE_BYTE_INDEXED, colors);
      byte[] target = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
      System.arraycopy(pixels, 0, target, 0, pixels.length);
      return picture;
    }
  }

  private IIOMetadata metadata(ImageWriter writer, BufferedImage picture, Patch patch, int frame)
      throws IOException {
    IIOMetadata metadata =
        writer.getDefaultImageMetadata(
            // createFromRenderedImage would take the JDK's own table for the picture's
            new ImageTypeSpecifier(picture.getColorModel(), picture.getSampleModel()), null);
    IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(FORMAT);
    IIOMetadataNode place = child(root, "ImageDescriptor");
    place.setAttribute("imageLeftPosition", Integer.toString(patch.left));
    place.setAttribute("imageTopPosition", Integer.toString(patch.top));
    IIOMetadataNode control = child(root, "GraphicControlExtension");
    control.setAttribute("disposalMethod", "doNotDispose");
    control.setAttribute("userInputFlag", "FALSE");
    control.setAttribute("transparentColorFlag", "TRUE");
    control.setAttribute("transparentColorIndex", Integer.toString(ColorTable.TRANSPARENT));
    control.setAttribute("delayTime", Integer.toString(delays.get(frame)));
    if (frame == 0) {
      IIOMetadataNode loop = new IIOMetadataNode("ApplicationExtension");
      loop.setAttribute("applicationID", "NETSCAPE");
      loop.setAttribute("authenticationCode", "2.0");
      loop.setUserObject(new byte[] {1, 0, 0}); // for ever
      child(root, "ApplicationExtensions").appendChild(loop);
    }
    metadata.setFromTree(FORMAT, root);
    return metadata;
  }

  private static IIOMetadataNode child(IIOMetadataNode root, String name) {
    for (int i = 0; i < root.getLength(); i++) {
      if (root.item(i).getNodeName().equals(name)) {
        return (IIOMetadataNode) root.item(i);
      }
    }
    IIOMetadataNode child = new IIOMetadataNode(name);
    root.appendChild(child);
    return child;
  }
}
