package org.prefbench.core;

import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * UTF-8 text of rows, for a parser that itself would hold a row of any length: whatever stands
 * between two rows, and a row, may have {@link #MOST} characters. Bytes that are no UTF-8 are an
 * error; a byte order mark, which spreadsheets write, is stepped over.
 */
public final class BoundedText extends FilterReader {
  /** Characters of a row, with the comments before it. */
  public static final int MOST = 1 << 20;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private int count;

  private BoundedText(Reader reader) {
    super(reader);
  }

  /** Returns the text of a stream, which closes with it. */
  public static BoundedText of(InputStream input) throws IOException {
    PushbackReader reader =
        new PushbackReader(
            new InputStreamReader(
                input,
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)));
    int first = reader.read();
    if (first >= 0 && first != BYTE_ORDER_MARK) {
      reader.unread(first);
    }
    return new BoundedText(reader);
  }

  /** Tells that the parser has come to the end of a row. */
  public void rowEnded() {
    count = 0;
  }

  @Override
  public int read() throws IOException {
    int character = super.read();
    count(character < 0 ? 0 : 1);
    return character;
  }

  @Override
  public int read(char[] target, int from, int length) throws IOException {
    int found = super.read(target, from, length);
    count(Math.max(0, found));
    return found;
  }

  private void count(int more) throws IOException {
    count += more;
    if (count > MOST) {
      throw new IOException("more than " + MOST + " characters without the end of a row");
    }
  }
}
