package org.prefbench.preference.numpy;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The names of the instructions of pickles that are not followed, as in Lib/pickletools.py. */
final class PickleNames {
  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry((int) '0', "POP"),
          Map.entry((int) '1', "POP_MARK"),
          Map.entry((int) '2', "DUP"),
          Map.entry((int) 'd', "DICT"),
          Map.entry((int) '}', "EMPTY_DICT"),
          Map.entry((int) 's', "SETITEM"),
          Map.entry((int) 'u', "SETITEMS"),
          Map.entry((int) 'i', "INST"),
          Map.entry((int) 'o', "OBJ"),
          Map.entry((int) 'P', "PERSID"),
          Map.entry((int) 'Q', "BINPERSID"),
          Map.entry(0x81, "NEWOBJ"),
          Map.entry(0x82, "EXT1"),
          Map.entry(0x83, "EXT2"),
          Map.entry(0x84, "EXT4"),
          Map.entry(0x8f, "EMPTY_SET"),
          Map.entry(0x90, "ADDITEMS"),
          Map.entry(0x91, "FROZENSET"),
          Map.entry(0x92, "NEWOBJ_EX"),
          Map.entry(0x97, "NEXT_BUFFER"),
          Map.entry(0x98, "READONLY_BUFFER"));

  private PickleNames() {}

  /** Returns the name of an instruction, or its number where there is none. */
  static String of(int code) {
    return Optional.ofNullable(NAMES.get(code))
        .orElseGet(() -> String.format(Locale.ROOT, "0x%02x", code));
  }
}
