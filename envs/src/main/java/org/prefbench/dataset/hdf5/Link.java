package org.prefbench.dataset.hdf5;

import java.nio.charset.StandardCharsets;

/** One entry of a group. */
sealed interface Link {
  /** Returns the name within the group. */
  String name();

  /** An object of the same file. */
  record Hard(String name, long address) implements Link {}

  /** A path within the same file. */
  record Soft(String name, String path) implements Link {}

  /** A path within another file. */
  record External(String name, String file, String path) implements Link {}

  /** A link that only the program that made it can follow. */
  record UserDefined(String name) implements Link {}

  /** Reads a link message (specification, section IV.A.2.g). */
  static Link read(Bytes message) {
    message.expect("version", 1);
    int flags = message.u8();
    int kind = (flags & 8) != 0 ? message.u8() : 0;
    message.skip((flags & 4) != 0 ? 8 : 0).skip((flags & 16) != 0 ? 1 : 0);
    long length = message.unsigned(1 << (flags & 3));
    String name = new String(message.array(length), StandardCharsets.UTF_8);
    return switch (kind) {
      case 0 -> new Hard(name, message.address());
      case 1 -> new Soft(name, message.text(message.u16()));
      case 64 -> {
        Bytes value = message.slice(message.u16()).skip(1);
        yield new External(name, value.textToZero(), value.textToZero());
      }
      default -> new UserDefined(name);
    };
  }
}
