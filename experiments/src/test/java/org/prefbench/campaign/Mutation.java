package org.prefbench.campaign;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.prefbench.core.RandomStream;

/** Ways to damage a file; what comes out depends on its bytes and the random stream alone. */
enum Mutation {
  /** Turns over one to eight bits. */
  BITS {
    @Override
    byte[] apply(byte[] bytes, RandomStream random) {
      byte[] result = bytes.clone();
      for (int i = 1 + random.nextInt(8); i > 0 && result.length > 0; i--) {
        result[random.nextInt(result.length)] ^= (byte) (1 << random.nextInt(8));
      }
      return result;
    }
  },
  /** Replaces up to sixteen bytes in different places. */
  BYTES {
    @Override
    byte[] apply(byte[] bytes, RandomStream random) {
      byte[] result = bytes.clone();
      for (int i = 1 + random.nextInt(16); i > 0 && result.length > 0; i--) {
        result[random.nextInt(result.length)] = (byte) random.nextInt(256);
      }
      return result;
    }
  },
  /** Writes a number on which counts and sizes go wrong: one to eight bytes, either byte order. */
  INTEGER {
    @Override
    byte[] apply(byte[] bytes, RandomStream random) {
      byte[] result = bytes.clone();
      int width = 1 << random.nextInt(4);
      long value = INTEGERS[random.nextInt(INTEGERS.length)];
      boolean littleEndian = random.nextInt(2) == 0;
      int at = place(bytes, random);
      for (int i = 0; i < width && at + i < result.length; i++) {
        result[at + i] = (byte) (value >> 8 * (littleEndian ? i : width - 1 - i));
      }
      return result;
    }
  },
  /** Cuts the end off. */
  TRUNCATE {
    @Override
    byte[] apply(byte[] bytes, RandomStream random) {
      return Arrays.copyOf(bytes, place(bytes, random));
    }
  },
  /** Puts random bytes in. */
  INSERT {
    @Override
    byte[] apply(byte[] bytes, RandomStream random) {
      return insert(bytes, place(bytes, random), noise(1 + random.nextInt(64), random));
    }
  },
  /** Appends random bytes. */
  APPEND {
    @Override
    byte[] apply(byte[] bytes, RandomStream random) {
      return insert(bytes, bytes.length, noise(1 + random.nextInt(64), random));
    }
  },
  /** Takes a block out. */
  REMOVE {
    @Override
    byte[] apply(byte[] bytes, RandomStream random) {
      int from = place(bytes, random);
      int to = end(bytes, from, random);
      return join(Arrays.copyOf(bytes, from), Arrays.copyOfRange(bytes, to, bytes.length));
    }
  },
  /** Has a block twice. */
  DOUBLE {
    @Override
    byte[] apply(byte[] bytes, RandomStream random) {
      int from = place(bytes, random);
      return insert(bytes, from, Arrays.copyOfRange(bytes, from, end(bytes, from, random)));
    }
  },
  /** Exchanges two blocks of one length. */
  SWAP {
    @Override
    byte[] apply(byte[] bytes, RandomStream random) {
      byte[] result = bytes.clone();
      int length = Math.min(1 + random.nextInt(64), bytes.length / 2);
      int a = random.nextInt(bytes.length - length + 1);
      int b = random.nextInt(bytes.length - length + 1);
      System.arraycopy(bytes, a, result, b, length);
      System.arraycopy(bytes, b, result, a, length);
      return result;
    }
  },
  /** Zeroes a block. */
  ZERO {
    @Override
    byte[] apply(byte[] bytes, RandomStream random) {
      byte[] result = bytes.clone();
      int from = place(bytes, random);
      Arrays.fill(result, from, end(bytes, from, random), (byte) 0);
      return result;
    }
  },
  /** Exchanges two words, wherever they are. */
  FIELDS {
    @Override
    byte[] apply(byte[] bytes, RandomStream random) {
      List<MatchResult> words = words(bytes, WORD);
      if (words.size() < 2) {
        return BITS.apply(bytes, random);
      }
      MatchResult a = words.get(random.nextInt(words.size()));
      MatchResult b = words.get(random.nextInt(words.size()));
      byte[] late =
          replace(
              bytes, a.start() < b.start() ? b : a, a.start() < b.start() ? a.group() : b.group());
      return replace(
          late, a.start() < b.start() ? a : b, a.start() < b.start() ? b.group() : a.group());
    }
  },
  /** Replaces a number by one that few expect. */
  NUMBER {
    @Override
    byte[] apply(byte[] bytes, RandomStream random) {
      return replaceOne(bytes, words(bytes, DIGITS), NUMBERS, random);
    }
  },
  /** Replaces a word by one that means something to some reader. */
  WORDS {
    @Override
    byte[] apply(byte[] bytes, RandomStream random) {
      return replaceOne(bytes, words(bytes, WORD), STRANGE_WORDS, random);
    }
  },
  /** Opens brackets by the thousand. */
  NESTING {
    @Override
    byte[] apply(byte[] bytes, RandomStream random) {
      String bracket = NESTS[random.nextInt(NESTS.length)];
      return insertAtWord(bytes, bracket.repeat(COUNTS[random.nextInt(COUNTS.length)]), random);
    }
  },
  /** Makes a line of up to two million characters. */
  LONG_LINE {
    @Override
    byte[] apply(byte[] bytes, RandomStream random) {
      String fill = FILLS[random.nextInt(FILLS.length)];
      return insertAtWord(bytes, fill.repeat(20 * COUNTS[random.nextInt(COUNTS.length)]), random);
    }
  },
  /** Puts in what moves a terminal's cursor or turns its text around. */
  CONTROL {
    @Override
    byte[] apply(byte[] bytes, RandomStream random) {
      String text = CONTROLS[random.nextInt(CONTROLS.length)];
      return insert(bytes, wordPlace(bytes, random), text.getBytes(StandardCharsets.UTF_8));
    }
  },
  /** Puts in what is no UTF-8. */
  NO_UTF8 {
    @Override
    byte[] apply(byte[] bytes, RandomStream random) {
      int[] sequence = NO_TEXT[random.nextInt(NO_TEXT.length)];
      byte[] put = new byte[sequence.length];
      for (int i = 0; i < put.length; i++) {
        put[i] = (byte) sequence[i];
      }
      return insert(bytes, wordPlace(bytes, random), put);
    }
  },
  /** Begins with a byte-order mark. */
  BYTE_ORDER_MARK {
    @Override
    byte[] apply(byte[] bytes, RandomStream random) {
      return insert(bytes, 0, "\uFEFF".getBytes(StandardCharsets.UTF_8));
    }
  },
  /** Takes out, doubles or exchanges lines. */
  LINES {
    @Override
    byte[] apply(byte[] bytes, RandomStream random) {
      List<String> lines = new ArrayList<>(Arrays.asList(text(bytes).split("(?<=\n)")));
      int at = random.nextInt(lines.size());
      switch (random.nextInt(3)) {
        case 0 -> lines.remove(at);
        case 1 -> lines.add(random.nextInt(lines.size()), lines.get(at));
        default -> Collections.swap(lines, at, random.nextInt(lines.size()));
      }
      return bytes(String.join("", lines));
    }
  };

  /** For any file. */
  static final List<Mutation> BINARY =
      List.of(BITS, BYTES, INTEGER, TRUNCATE, INSERT, APPEND, REMOVE, DOUBLE, SWAP, ZERO);

  /** For files that people read. */
  static final List<Mutation> TEXT = List.of(values());

  private static final long[] INTEGERS = {
    0,
    1,
    -1,
    2,
    0x7F,
    0xFF,
    0x7FFF,
    0xFFFF,
    Integer.MAX_VALUE,
    1L << 31,
    1L << 32,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    1_000_000,
    1L << 24
  };
  private static final String[] NUMBERS = {
    "0",
    "-1",
    "-0.0",
    "2147483647",
    "2147483648",
    "-2147483649",
    "9223372036854775808",
    "1e400",
    "1e-400",
    "NaN",
    "Infinity",
    "-Infinity",
    "inf",
    "1.5f",
    "0x1p3",
    "1_000",
    "٣",
    "",
    "1e9",
    "999999999999999999999999999999999999",
    "1,5"
  };
  private static final String[] STRANGE_WORDS = {
    "",
    "null",
    "~",
    "true",
    "[]",
    "{}",
    "\"",
    "'",
    "../../../etc/passwd",
    "/dev/full",
    "&a",
    "*a",
    "!!java.net.URL",
    "%s",
    "${HOME}",
    "<script>",
    "=1+1",
    "con",
    ":",
    "\t",
    "a".repeat(600)
  };
  private static final String[] NESTS = {"[", "{\"a\":", "{a: ", "- ", "(", "\"", "[[", "a:\n "};
  private static final String[] FILLS = {"x", "9", " ", "1,", "a-", "\u00e4", "\0"};
  private static final int[] COUNTS = {10, 100, 1_000, 100_000};
  private static final String[] CONTROLS = {
    "\u001b[2J",
    "\u001b]0;x\u0007",
    "\u0000",
    "\r",
    "\u0007",
    "\b\b\b",
    "\u202e",
    "\u2028",
    "\u009b31m",
    "\ufeff",
    "\u200b",
    "\f",
    "\u0085",
    "\n\n"
  };
  private static final int[][] NO_TEXT = {
    {0xC3, 0x28},
    {0xFF, 0xFE},
    {0xED, 0xA0, 0x80},
    {0xF8, 0x88, 0x80, 0x80, 0x80},
    {0x80},
    {0xC0, 0xAF}
  };
  private static final Pattern WORD = Pattern.compile("[^\\s,:;\"'\\[\\]{}()]+");
  private static final Pattern DIGITS = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE]-?[0-9]+)?");

  /** Returns the damaged bytes; the given ones stay as they are and are at least one. */
  abstract byte[] apply(byte[] bytes, RandomStream random);

  private static int place(byte[] bytes, RandomStream random) {
    return random.nextInt(bytes.length);
  }

  /** Blocks are short as often as long. */
  private static int end(byte[] bytes, int from, RandomStream random) {
    int most = random.nextInt(2) == 0 ? 64 : bytes.length - from;
    return from + 1 + random.nextInt(Math.min(most, bytes.length - from));
  }

  private static byte[] noise(int length, RandomStream random) {
    byte[] noise = new byte[length];
    for (int i = 0; i < length; i++) {
      noise[i] = (byte) random.nextInt(256);
    }
    return noise;
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] insert(byte[] bytes, int at, byte[] inserted) {
    return join(Arrays.copyOf(bytes, at), inserted, Arrays.copyOfRange(bytes, at, bytes.length));
  }

  private static byte[] replaceOne(
      byte[] bytes, List<MatchResult> words, String[] by, RandomStream random) {
    return words.isEmpty()
        ? BITS.apply(bytes, random)
        : replace(bytes, words.get(random.nextInt(words.size())), by[random.nextInt(by.length)]);
  }

  private static byte[] replace(byte[] bytes, MatchResult word, String by) {
    return join(
        Arrays.copyOf(bytes, word.start()),
        by.chars().allMatch(c -> c < 256) ? bytes(by) : by.getBytes(StandardCharsets.UTF_8),
        Arrays.copyOfRange(bytes, word.end(), bytes.length));
  }

  private static byte[] insertAtWord(byte[] bytes, String put, RandomStream random) {
    return insert(bytes, wordPlace(bytes, random), put.getBytes(StandardCharsets.UTF_8));
  }

  private static int wordPlace(byte[] bytes, RandomStream random) {
    List<MatchResult> words = words(bytes, WORD);
    return words.isEmpty() ? 0 : words.get(random.nextInt(words.size())).start();
  }

  private static List<MatchResult> words(byte[] bytes, Pattern pattern) {
    return pattern.matcher(text(bytes)).results().toList();
  }

  /** Every byte is one character, so that nothing is lost on the way back. */
  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
