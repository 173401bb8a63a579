package org.prefbench.dataset.hdf5;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A group or a dataset: its header, which is a list of messages (section IV.A). */
public final class Hdf5Object {
  private static final int DATASPACE = 0x1;
  private static final int LINK_INFO = 0x2;
  private static final int DATATYPE = 0x3;
  private static final int OLD_FILL_VALUE = 0x4;
  private static final int FILL_VALUE = 0x5;
  private static final int LINK = 0x6;
  private static final int EXTERNAL_STORAGE = 0x7;
  private static final int LAYOUT = 0x8;
  private static final int FILTERS = 0xB;
  private static final int ATTRIBUTE = 0xC;
  private static final int CONTINUATION = 0x10;
  private static final int SYMBOL_TABLE = 0x11;
  private static final int ATTRIBUTE_INFO = 0x15;
  private static final int SHARED = 2; // flag: the message stands elsewhere

  private final Hdf5File file;
  private final String name;
  private final List<Message> messages;
  private Map<String, Link> links = Map.of();
  private boolean listed;

  private record Message(int type, int flags, Bytes body) {}

  Hdf5Object(Hdf5File file, String name, long address) {
    this(file, name, new HeaderReader(file, name).read(address));
  }

  private Hdf5Object(Hdf5File file, String name, List<Message> messages) {
    this.file = file;
    this.name = name;
    this.messages = messages;
  }

  /** Returns the same object under the name by which it was found. */
  Hdf5Object named(String other) {
    return new Hdf5Object(file, other, messages);
  }

  Hdf5File file() {
    return file;
  }

  /** Returns the path by which it was found, from the root and without a leading slash. */
  public String name() {
    return name;
  }

  String child(String part) {
    return name.equals("/") ? part : name + "/" + part;
  }

  /** Returns whether this is a group. */
  public boolean isGroup() {
    return has(SYMBOL_TABLE) || has(LINK_INFO) || has(LINK);
  }

  /** Returns the names of what a group holds, sorted; a dataset holds nothing. */
  public Set<String> names() {
    return Collections.unmodifiableSet(links().keySet());
  }

  Optional<Link> link(String part) {
    return Optional.ofNullable(links().get(part));
  }

  private Map<String, Link> links() {
    if (!listed) {
      links = readLinks();
      listed = true;
    }
    return links;
  }

  private Map<String, Link> readLinks() {
    Map<String, Link> found = new TreeMap<>();
    for (Message message : messages) {
      if (message.type() == LINK) {
        Link link = Link.read(message.body().again());
        found.put(link.name(), link);
      }
    }
    body(SYMBOL_TABLE)
        .ifPresent(
            body ->
                SymbolTable.read(file, body.address(), body.address())
                    .forEach(link -> found.put(link.name(), link)));
    dense(LINK_INFO, 8, 5, 4)
        .forEach(
            bytes -> {
              Link link = Link.read(bytes);
              found.put(link.name(), link);
            });
    return found;
  }

  /**
   * Reads what is kept in a heap because there is much of it.
   *
   * @param info the message that says where the heap is
   * @param countSize bytes of the creation count in it
   * @param type of the records of the B-tree that lists the heap's objects
   * @param idAt where in a record the id in the heap stands
   */
  private List<Bytes> dense(int info, int countSize, int type, int idAt) {
    Optional<Bytes> body = body(info);
    if (body.isEmpty()) {
      return List.of();
    }
    Bytes message = body.get().expect("version", 0);
    message.skip((message.u8() & 1) != 0 ? countSize : 0);
    long heap = message.address();
    long tree = message.address();
    if (heap == Bytes.NOWHERE) {
      return List.of();
    }
    FractalHeap objects = new FractalHeap(file, heap);
    List<Bytes> all = new ArrayList<>();
    for (Bytes each : BTree2.records(file, tree, type)) {
      all.add(objects.object(each.skip(idAt)));
    }
    return all;
  }

  /** Returns the attribute of a name. */
  public Optional<Hdf5Attribute> attribute(String wanted) {
    for (Message message : messages) {
      if (message.type() == ATTRIBUTE) {
        Optional<Hdf5Attribute> found = attribute(message.body().again(), wanted);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    for (Bytes bytes : dense(ATTRIBUTE_INFO, 2, 8, 0)) {
      Optional<Hdf5Attribute> found = attribute(bytes, wanted);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<Hdf5Attribute> attribute(Bytes bytes, String wanted) {
    int version = bytes.u8();
    int flags = bytes.u8();
    int nameSize = bytes.u16();
    int typeSize = bytes.u16();
    int spaceSize = bytes.u16();
    bytes.skip(version == 3 ? 1 : 0);
    String found = bytes.slice(nameSize).text(nameSize);
    if (!found.equals(wanted)) {
      return Optional.empty();
    }
    if (version < 1 || version > 3) {
      throw file.refused("%s: attribute '%s' of version %d is not read", name, wanted, version);
    }
    bytes.skip(version == 1 ? -nameSize & 7 : 0);
    Bytes type = bytes.slice(typeSize);
    bytes.skip(version == 1 ? -typeSize & 7 : 0);
    Bytes space = bytes.slice(spaceSize);
    bytes.skip(version == 1 ? -spaceSize & 7 : 0);
    boolean typeElsewhere = version > 1 && (flags & 1) != 0;
    return Optional.of(
        new Hdf5Attribute(
            Hdf5Type.read(typeElsewhere ? elsewhere(type, DATATYPE) : type),
            Dataspace.read(file, space),
            bytes));
  }

  /**
   * Returns this as a dataset.
   *
   * @throws org.prefbench.core.InvalidInputException if it is none, or a part of it is not read
   */
  public Hdf5Dataset dataset() {
    if (has(EXTERNAL_STORAGE)) {
      throw file.refused("%s: its data lie in another file (external storage), not read", name);
    }
    Hdf5Type type = Hdf5Type.read(needed(DATATYPE, "type"));
    Dataspace space = Dataspace.read(file, needed(DATASPACE, "shape"));
    Bytes layout = needed(LAYOUT, "layout");
    FillValue fill =
        body(FILL_VALUE)
            .map(FillValue::read)
            .or(() -> body(OLD_FILL_VALUE).map(FillValue::readOld))
            .orElse(FillValue.ZEROS);
    Filters filters =
        body(FILTERS).map(body -> Filters.read(file, name, body)).orElse(Filters.NONE);
    return new Hdf5Dataset(file, name, type, space, Layout.read(file, name, layout), fill, filters);
  }

  /** Returns a single value as text, if this holds one: a number, a name, a text. */
  public Optional<String> text() {
    return body(DATASPACE)
        .filter(message -> Dataspace.read(file, message).count() == 1)
        .flatMap(message -> dataset().text());
  }

  private Bytes needed(int type, String what) {
    return body(type).orElseThrow(() -> file.damaged("%s: has no %s", name, what));
  }

  private boolean has(int type) {
    return messages.stream().anyMatch(message -> message.type() == type);
  }

  private Optional<Bytes> body(int type) {
    return messages.stream()
        .filter(message -> message.type() == type)
        .findFirst()
        .map(
            message ->
                (message.flags() & SHARED) != 0
                    ? elsewhere(message.body().again(), type)
                    : message.body().again());
  }

  /** Returns a message that another object's header holds, such as a named type. */
  private Bytes elsewhere(Bytes reference, int type) {
    int version = reference.u8();
    int kind = reference.u8();
    if (version == 3 && kind == 1 || version < 1 || version > 3) {
      throw file.refused("%s: a message in the file's table of shared ones, not read", name);
    }
    reference.skip(version == 1 ? 6 : 0);
    Hdf5Object owner = file.object(name, reference.address());
    return owner.messages.stream()
        .filter(message -> message.type() == type && (message.flags() & SHARED) == 0)
        .findFirst()
        .orElseThrow(() -> file.damaged("%s: refers to a message that is not there", name))
        .body()
        .again();
  }

  /** Reads a header of either version with all its continuations. */
  private static final class HeaderReader {
    private final Hdf5File file;
    private final String what;
    private final Hdf5File.Walk walk;
    private final List<Message> messages = new ArrayList<>();
    private final Deque<Bytes> continuations = new ArrayDeque<>();
    private boolean ordered; // messages carry the order of their creation

    HeaderReader(Hdf5File file, String name) {
      this.file = file;
      what = name + ": header";
      walk = file.new Walk();
    }

    List<Message> read(long address) {
      boolean modern = new String(walk.peek(address, 4, what).array(4)).equals("OHDR");
      if (modern) {
        Bytes prefix = walk.peek(address, 34, what).signature("OHDR").expect("version", 2);
        int flags = prefix.u8();
        ordered = (flags & 4) != 0;
        prefix.skip((flags & 32) != 0 ? 16 : 0).skip((flags & 16) != 0 ? 4 : 0);
        long size = prefix.unsigned(1 << (flags & 3));
        int start = prefix.position();
        long room = start + 4L;
        // held against the file's length by what reads it; the sum cannot exceed 63 bits there
        Bytes block = walk.checked(address, Math.min(size, Long.MAX_VALUE - room) + room, what);
        modern(block.skip(start));
      } else {
        Bytes prefix = walk.peek(address, 16, what).expect("version", 1).skip(7);
        old(walk.read(address + 16, prefix.u32(), what));
      }
      while (!continuations.isEmpty()) {
        Bytes next = continuations.remove();
        long at = next.address();
        long size = next.length();
        if (modern) {
          modern(walk.checked(at, size, what).signature("OCHK"));
        } else {
          old(walk.read(at, size, what));
        }
      }
      return messages;
    }

    private void modern(Bytes block) {
      int head = ordered ? 6 : 4;
      while (block.remaining() >= head) { // less is a gap
        int type = block.u8();
        int size = block.u16();
        int flags = block.u8();
        block.skip(ordered ? 2 : 0);
        add(type, flags, block.slice(size));
      }
    }

    private void old(Bytes block) {
      while (block.remaining() >= 8) {
        int type = block.u16();
        int size = block.u16();
        int flags = block.u8();
        block.skip(3);
        add(type, flags, block.slice(size));
      }
    }

    private void add(int type, int flags, Bytes body) {
      if (type == CONTINUATION) {
        continuations.add(body);
      } else if (type != 0) { // a message of nothing
        messages.add(new Message(type, flags, body));
      }
    }
  }
}
