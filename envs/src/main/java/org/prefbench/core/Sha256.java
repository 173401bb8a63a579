package org.prefbench.core;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The hash function SHA-256, as lower-case hexadecimal text of 64 digits. Not thread-safe. */
public final class Sha256 {
  private final MessageDigest digest;

  /** Starts a hash of nothing. */
  public Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Returns the hash of a text in UTF-8. */
  public static String of(String text) {
    return new Sha256().add(text.getBytes(StandardCharsets.UTF_8)).hex();
  }

  /** Returns the hash of a file's bytes. */
  public static String of(Path file) throws IOException {
    Sha256 hash = new Sha256();
    try (InputStream input = Files.newInputStream(file)) {
      byte[] buffer = new byte[1 << 16];
      for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
        hash.digest.update(buffer, 0, count);
      }
    }
    return hash.hex();
  }

  /** Adds bytes to what is hashed. */
  public Sha256 add(byte[] bytes) {
    digest.update(bytes);
    return this;
  }

  /** Adds the first {@code length} of some bytes to what is hashed. */
  public Sha256 add(byte[] bytes, int length) {
    digest.update(bytes, 0, length);
    return this;
  }

  /** Adds a text in UTF-8 and an end mark, so that ("ab", "c") and ("a", "bc") differ. */
  public Sha256 add(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0xFF); // no byte of UTF-8 text
    return this;
  }

  /** Returns the hash of all that was added, and starts anew. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
