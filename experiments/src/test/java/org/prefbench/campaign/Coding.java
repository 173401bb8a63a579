package org.prefbench.campaign;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.prefbench.core.Sha256;

/**
 * What lies around the content of a file and hides damage to it: a mutation that is to reach the
 * content goes between {@link #open} and {@link #close}.
 */
enum Coding {
  /** Nothing. */
  NONE {
    @Override
    byte[] open(byte[] file) {
      return file;
    }

    @Override
    byte[] close(byte[] content) {
      return content;
    }
  },
  /** Compression with a checksum. */
  GZIP {
    @Override
    byte[] open(byte[] file) {
      try (GZIPInputStream input = new GZIPInputStream(new ByteArrayInputStream(file))) {
        return input.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot unpack in memory", e);
      }
    }

    @Override
    byte[] close(byte[] content) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (GZIPOutputStream output = new GZIPOutputStream(bytes)) {
        output.write(content);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot pack in memory", e);
      }
      return bytes.toByteArray();
    }
  },
  /** The SHA-256 of all before it, at the end, as policy files have it. */
  SHA_256 {
    private static final int DIGEST_BYTES = 32;

    @Override
    byte[] open(byte[] file) {
      return Arrays.copyOf(file, file.length - DIGEST_BYTES);
    }

    @Override
    byte[] close(byte[] content) {
      byte[] file = Arrays.copyOf(content, content.length + DIGEST_BYTES);
      byte[] digest = HexFormat.of().parseHex(new Sha256().add(content).hex());
      System.arraycopy(digest, 0, file, content.length, DIGEST_BYTES);
      return file;
    }
  };

  /** Returns the content of a whole file. */
  abstract byte[] open(byte[] file);

  /** Returns the whole file with a content. */
  abstract byte[] close(byte[] content);
}
