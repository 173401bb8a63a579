package org.prefbench.dataset.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;

/**
 * One HDF5 file, open for reading; links into other files open those too. Everything that is wrong
 * with a file is an {@link InvalidInputException} of one line that begins with its path. Not
 * thread-safe.
 */
public final class Hdf5File implements AutoCloseable {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'};
  private static final int MAX_BLOCK = 1 << 30; // bytes read at a time
  private static final int MAX_LINKS = 32; // followed on the way to one object

  private final Path path;
  private final FileChannel channel;
  private final long size;
  private final Map<Path, Hdf5File> linked = new HashMap<>();
  private long base;
  private int addressSize = 8;
  private int lengthSize = 8;
  private Hdf5Object root;

  private Hdf5File(Path path) throws IOException {
    this.path = path;
    channel = FileChannel.open(path, StandardOpenOption.READ);
    size = channel.size();
  }

  /**
   * Opens a file.
   *
   * @throws InvalidInputException if it is no HDF5 file, or cut short
   */
  public static Hdf5File open(Path path) {
    try {
      Hdf5File file = new Hdf5File(path);
      try {
        file.readSuperblock();
        return file;
      } catch (InvalidInputException e) {
        file.close();
        throw e;
      }
    } catch (IOException e) {
      throw new InvalidInputException(path + ": cannot be read", e);
    }
  }

  /** Returns the number of bytes of the file and of those that links have led to until now. */
  public long size() {
    return size + linked.values().stream().mapToLong(Hdf5File::size).sum();
  }

  int addressSize() {
    return addressSize;
  }

  int lengthSize() {
    return lengthSize;
  }

  /** Returns an error for a file that breaks the format's rules. */
  InvalidInputException damaged(String format, Object... arguments) {
    return refused(
        "not a readable HDF5 file, or damaged (%s)", String.format(Locale.ROOT, format, arguments));
  }

  /** Returns an error for something in the file that is not read. */
  InvalidInputException refused(String format, Object... arguments) {
    return new InvalidInputException(path + ": " + String.format(Locale.ROOT, format, arguments));
  }

  private void readSuperblock() {
    long start = 0; // 0, or behind a block of the user's: 512, 1024, 2048, ...
    while (!signed(start)) {
      start = start == 0 ? 512 : 2 * start;
      if (start > size - SIGNATURE.length) {
        throw damaged(size == 0 ? "it is empty" : "no signature of HDF5");
      }
    }
    base = start;
    int most = (int) Math.min(128, size - start);
    ByteBuffer raw = bytes(0, most, "superblock");
    Bytes block = new Bytes(this, "superblock", raw.duplicate()).skip(SIGNATURE.length);
    int version = block.u8();
    if (version > 3) {
      throw refused("version %d of the superblock is not read", version);
    }
    if (version < 2) {
      block.skip(4);
    }
    addressSize = sizeOf("addresses", block.u8());
    lengthSize = sizeOf("lengths", block.u8());
    block.skip(version == 0 ? 9 : version == 1 ? 13 : 1);
    long stated = block.address();
    block.address(); // free space, or the extension
    long end = block.address();
    // addresses count from the superblock, wherever a tool has moved it to
    long needed = end == Bytes.NOWHERE ? 0 : end + start - stated;
    Checks.require(size >= needed, "%s: truncated, has %d of %d bytes", path, size, needed);
    if (version < 2) {
      if (block.address() != Bytes.NOWHERE) {
        throw refused("one of several files of a set (a driver's block), which is not read");
      }
      block.skip(addressSize); // the name of the root
      root = object("/", block.address());
    } else {
      long address = block.address();
      int length = block.position();
      if (Checksums.lookup3(raw, length) != block.checksum()) {
        throw damaged("superblock: its checksum differs");
      }
      root = object("/", address);
    }
  }

  private int sizeOf(String name, int bytes) {
    if (bytes != 2 && bytes != 4 && bytes != 8) {
      throw damaged("superblock: %s of %d bytes", name, bytes);
    }
    return bytes;
  }

  private boolean signed(long start) {
    if (start > size - SIGNATURE.length) {
      return false;
    }
    ByteBuffer found = ByteBuffer.allocate(SIGNATURE.length);
    fill(found, start);
    return ByteBuffer.wrap(SIGNATURE).equals(found);
  }

  /**
   * Reads a block.
   *
   * @param address where it begins, from the base
   * @param what the structure, for errors
   */
  ByteBuffer bytes(long address, long length, String what) {
    if (address < 0 || length < 0 || length > size - base || address > size - base - length) {
      throw damaged("%s: %d bytes at %d do not lie in the file", what, length, address);
    }
    if (length > MAX_BLOCK) {
      throw refused("%s has %d bytes, more than %d are not read at once", what, length, MAX_BLOCK);
    }
    ByteBuffer buffer = ByteBuffer.allocate((int) length);
    fill(buffer, base + address);
    return buffer;
  }

  private void fill(ByteBuffer buffer, long position) {
    try {
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, position + buffer.position()) < 0) {
          throw damaged("it became shorter while it was read");
        }
      }
    } catch (IOException e) {
      throw new InvalidInputException(path + ": cannot be read", e);
    }
    buffer.flip();
  }

  /**
   * One walk over linked structures, which may read each byte of the file once: structures do not
   * overlap, and so a damaged link that leads back ends the walk.
   */
  final class Walk {
    private long left = size;

    /** Reads a block. */
    Bytes read(long address, long length, String what) {
      return new Bytes(Hdf5File.this, what, raw(address, length, what));
    }

    /** Reads a block up to {@code most} bytes, or less at the file's end. */
    Bytes peek(long address, int most, String what) {
      long there = Math.max(0, Math.min(most, size - base - address));
      return new Bytes(Hdf5File.this, what, bytes(address, there, what));
    }

    /** Reads a block whose last four bytes are its checksum, which it checks and leaves out. */
    Bytes checked(long address, long length, String what) {
      ByteBuffer block = raw(address, length, what);
      if (length < 4) {
        throw damaged("%s: needs 4 bytes, has %d", what, length);
      }
      int end = (int) length - 4;
      int stated = new Bytes(Hdf5File.this, what, block.duplicate()).skip(end).checksum();
      if (Checksums.lookup3(block, end) != stated) {
        throw damaged("%s: its checksum differs", what);
      }
      return new Bytes(Hdf5File.this, what, block.slice(0, end));
    }

    /** Reads a block as it is. */
    ByteBuffer raw(long address, long length, String what) {
      ByteBuffer block = bytes(address, length, what);
      left -= length;
      if (left < 0) {
        throw damaged("%s: structures overlap", what);
      }
      return block;
    }
  }

  /** Returns the root group. */
  public Hdf5Object root() {
    return root;
  }

  /** Returns the object whose header is at an address. */
  Hdf5Object object(String name, long address) {
    return new Hdf5Object(this, name, address);
  }

  /**
   * Returns the object at a path such as {@code infos/qpos}, seen from the root, if there is one.
   * Links are followed, into other files too.
   *
   * @throws InvalidInputException if a link leads nowhere
   */
  public Optional<Hdf5Object> find(String name) {
    return find(root, name, new int[1]);
  }

  /** Returns the object at a path below {@code group}. */
  public Optional<Hdf5Object> find(Hdf5Object group, String name) {
    return find(group, name, new int[1]);
  }

  private Optional<Hdf5Object> find(Hdf5Object start, String name, int[] followed) {
    Hdf5Object object = name.startsWith("/") ? root : start;
    for (String part : name.split("/")) {
      if (part.isEmpty() || part.equals(".")) {
        continue;
      }
      Optional<Link> link = object.link(part);
      if (link.isEmpty()) {
        return Optional.empty();
      }
      object = follow(object, link.get(), followed);
    }
    return Optional.of(object);
  }

  private Hdf5Object follow(Hdf5Object group, Link link, int[] followed) {
    if (link instanceof Link.Hard hard) {
      return group.file().object(group.child(link.name()), hard.address());
    }
    if (++followed[0] > MAX_LINKS) {
      throw refused("%s: more than %d links lead on", group.child(link.name()), MAX_LINKS);
    }
    Optional<Hdf5Object> target;
    String to;
    if (link instanceof Link.Soft soft) {
      to = "'" + soft.path() + "'";
      target = group.file().find(group, soft.path(), followed);
    } else if (link instanceof Link.External external) {
      to = "'" + external.path() + "' of the file '" + external.file() + "'";
      Hdf5File other = group.file().linkedFile(group.child(link.name()), external.file());
      target = other.find(other.root, external.path(), followed);
    } else {
      throw refused("%s: a link of a kind that is not read", group.child(link.name()));
    }
    if (target.isEmpty()) {
      throw group
          .file()
          .refused("%s is a link to %s, where there is nothing", group.child(link.name()), to);
    }
    return target.get().named(group.child(link.name()));
  }

  private Hdf5File linkedFile(String link, String name) {
    try {
      Path other = path.toAbsolutePath().resolveSibling(name).normalize();
      if (Files.isRegularFile(other)) {
        return linked.computeIfAbsent(other, Hdf5File::open);
      }
    } catch (InvalidPathException e) {
      throw new InvalidInputException(
          refused("%s is a link into '%s', no name of a file", link, name).getMessage(), e);
    }
    throw refused("%s is a link into the file '%s', which is not there", link, name);
  }

  @Override
  public void close() {
    try {
      linked.values().forEach(Hdf5File::close);
      channel.close();
    } catch (IOException e) {
      throw new InvalidInputException(path + ": cannot be closed", e);
    }
  }
}
