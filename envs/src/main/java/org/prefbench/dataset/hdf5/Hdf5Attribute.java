package org.prefbench.dataset.hdf5;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** A small value that an object carries. */
public final class Hdf5Attribute {
  private static final int MOST = 100; // values that are worth showing

  private final Hdf5Type type;
  private final Dataspace space;
  private final List<String> values = new ArrayList<>();
  private final List<Long> wholes = new ArrayList<>();

  Hdf5Attribute(Hdf5Type type, Dataspace space, Bytes data) {
    this.type = type;
    this.space = space;
    boolean shown = type.kind() != Hdf5Type.Kind.OTHER && type.kind() != Hdf5Type.Kind.HEAP_TEXT;
    for (long i = 0; shown && i < Math.min(MOST, space.count()); i++) {
      byte[] bytes = data.array(type.size());
      values.add(type.text(bytes));
      type.whole(bytes).ifPresent(wholes::add);
    }
  }

  /** Returns the value if it is one whole number, be it alone or in an array of length 1. */
  public OptionalLong whole() {
    return space.count() == 1 && wholes.size() == 1
        ? OptionalLong.of(wholes.get(0))
        : OptionalLong.empty();
  }

  /** Returns the value for people, such as {@code 50} or {@code [50, 60]}. */
  @Override
  public String toString() {
    if (values.isEmpty()) {
      return type.title();
    }
    return space.dimensions().length == 0 ? values.get(0) : values.toString();
  }
}
