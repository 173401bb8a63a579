package org.prefbench.dataset.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prefbench.core.InvalidInputException;
import org.prefbench.dataset.DatasetFormat;
import org.prefbench.dataset.DatasetHeader;
import org.prefbench.dataset.DatasetInfo;
import org.prefbench.dataset.Datasets;
import org.prefbench.dataset.End;
import org.prefbench.dataset.EpisodeReader;
import org.prefbench.dataset.ReadOptions;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.Trajectories;
import org.prefbench.dataset.TrajectoryDataset;

/** What holds for every format on disk. */
class FormatsTest {
  @TempDir Path folder;

  private static TrajectoryDataset typical() {
    return Trajectories.made(1, true, true, 3, End.TERMINATED, 1, End.TRUNCATED, 3, End.RUNNING);
  }

  @Property(tries = 60)
  void everyFormatGivesBackTheSameBits(
      @ForAll long seed,
      @ForAll boolean states,
      @ForAll boolean densities,
      @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 1, max = 70) Integer> lengths,
      @ForAll boolean cut)
      throws IOException {
    List<Object> shape = new ArrayList<>();
    for (int i = 0; i < lengths.size(); i++) {
      shape.add(lengths.get(i));
      shape.add(
          cut && i == lengths.size() - 1
              ? End.RUNNING
              : (seed >> i & 1) == 0 ? End.TERMINATED : End.TRUNCATED);
    }
    TrajectoryDataset dataset = Trajectories.made(seed, states, densities, shape.toArray());
    Path temporary = Files.createTempDirectory("formats");
    try {
      for (DatasetFormat format : Datasets.formats().all()) {
        Path file = temporary.resolve(format.id() + format.extensions().get(0));
        Datasets.write(file, dataset);
        // rows one by one: a block of one row
        TrajectoryDataset read = Datasets.read(file, ReadOptions.DEFAULT.withMemoryBudget(1));
        assertEquals(dataset, read, format.id());
      }
    } finally {
      try (Stream<Path> inside = Files.walk(temporary)) {
        for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"d.hdf5", "d.h5", "d.csv", "d.csv.gz", "d.minari"})
  void theSameDataGivesTheSameBytesAndStoresItsHash(String name) throws IOException {
    Path first = folder.resolve(name);
    Path second = folder.resolve("again-" + name);
    Datasets.write(first, typical());
    Datasets.write(second, typical());
    try (Stream<Path> inside = Files.walk(first)) {
      for (Path file : inside.filter(Files::isRegularFile).toList()) {
        assertArrayEquals(
            Files.readAllBytes(file), Files.readAllBytes(second.resolve(first.relativize(file))));
      }
    }
    try (EpisodeReader reader = Datasets.open(first)) {
      reader.forEachRemaining(episode -> {});
      assertEquals(Optional.of(typical().contentHash()), reader.declaredContentHash());
    }
  }

  @Test
  void convertingThroughAllFormatsComesBackToTheSameFile() throws IOException {
    Path start = folder.resolve("a.hdf5");
    Datasets.write(start, typical());
    Datasets.convert(start, folder.resolve("b.csv"), ReadOptions.DEFAULT);
    Datasets.convert(folder.resolve("b.csv"), folder.resolve("c.csv.gz"), ReadOptions.DEFAULT);
    Datasets.convert(folder.resolve("c.csv.gz"), folder.resolve("m.minari"), ReadOptions.DEFAULT);
    Datasets.convert(folder.resolve("m.minari"), folder.resolve("d.h5"), ReadOptions.DEFAULT);
    assertArrayEquals(Files.readAllBytes(start), Files.readAllBytes(folder.resolve("d.h5")));
  }

  /** Changes one number of a file whose numbers stand in it as they are. */
  @Test
  void whatTheTargetCannotHoldIsToldWithTheSource() {
    Path source = folder.resolve("cut.minari");
    Datasets.write(source, Trajectories.made(3, false, false, 4, End.RUNNING, 5, End.TERMINATED));
    String message =
        assertThrows(
                InvalidInputException.class,
                () -> Datasets.convert(source, folder.resolve("to.hdf5"), ReadOptions.DEFAULT))
            .getMessage();
    assertTrue(message.startsWith(source + ": episode 0 is cut and not the last"), message);
    assertFalse(Files.exists(folder.resolve("to.hdf5")));
  }

  @Test
  void provenanceHoldsWhatEveryFormatCanGiveBack() {
    String key = "k".repeat(128);
    String value = "v".repeat(8192);
    assertTrue(DatasetHeader.isProvenance(key, value));
    assertFalse(DatasetHeader.isProvenance(key + "k", value));
    assertFalse(DatasetHeader.isProvenance(key, value + "v"));
    TrajectoryDataset data = Trajectories.made(4, false, false, 3, End.TERMINATED);
    TrajectoryDataset extreme =
        new TrajectoryDataset(
            data.environment(), data.stateFields(), data.episodes(), Map.of(key, value));
    for (String name : List.of("a.csv", "b.csv.gz", "c.hdf5", "d.minari")) {
      Path file = folder.resolve(name);
      Datasets.write(file, extreme);
      assertEquals(value, Datasets.read(file).provenance().get(key), name);
    }
  }

  private void damage(Path file) throws IOException {
    if (file.toString().endsWith(".csv")) {
      String text = Files.readString(file);
      String changed = text.replaceFirst("\n0,1,-?[0-9.E-]+,", "\n0,1,0.125,");
      assertNotEquals(text, changed);
      Files.writeString(file, changed);
      return;
    }
    // the last bit of the action log-probability of the first step; the column stands there once
    byte[] bytes = Files.readAllBytes(file);
    float value = typical().episodes().get(0).actionLogProbabilities().orElseThrow().get(0, 0);
    byte[] wanted = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putFloat(value).array();
    int at = 0;
    while (!Arrays.equals(Arrays.copyOfRange(bytes, at, at + 4), wanted)) {
      at++;
    }
    bytes[at] ^= 1;
    Files.write(file, bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"d.hdf5", "d.csv", "d.minari"})
  void numbersThatWereNotWrittenAreRefusedByWhoeverReadsThem(String name) throws IOException {
    Path file = folder.resolve(name);
    Datasets.write(file, typical());
    damage(name.endsWith(".minari") ? file.resolve("data/main_data.hdf5") : file);
    String expected =
        file
            + ": its numbers are not those that were written: their content hash is [0-9a-f]{64},"
            + " the file says "
            + typical().contentHash();
    List<Executable> uses =
        List.of(
            () -> Datasets.read(file),
            () -> DatasetInfo.of(Datasets.source(file, ReadOptions.DEFAULT)),
            () -> Datasets.convert(file, folder.resolve("to.csv"), ReadOptions.DEFAULT),
            () -> Datasets.convert(file, folder.resolve("to.hdf5"), ReadOptions.DEFAULT),
            () -> Datasets.convert(file, folder.resolve("to.minari"), ReadOptions.DEFAULT));
    for (Executable use : uses) {
      String message = assertThrows(InvalidInputException.class, use).getMessage();
      assertTrue(message.matches(expected), message);
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(file), left.toList(), "nothing is written");
    }
  }

  @Test
  void filesWithoutHashSaySoWhenTheyAreRead() throws IOException {
    Path file = folder.resolve("d.csv");
    Datasets.write(file, typical());
    List<String> notices = new ArrayList<>();
    ReadOptions options = ReadOptions.DEFAULT.withNotices(notices::add);
    Datasets.read(file, options);
    assertEquals(List.of(), notices);
    List<String> lines = Files.readAllLines(file);
    lines.removeIf(line -> line.startsWith("# prefbench") || line.startsWith("# content hash"));
    Files.write(file, lines);
    assertEquals(typical().episodes(), Datasets.read(file, options).episodes());
    assertEquals(
        List.of(file + ": stores no content hash, so that damage to its numbers is not seen"),
        notices);
  }

  @ParameterizedTest
  @ValueSource(strings = {"d.hdf5", "d.csv", "d.minari"})
  void numbersThatAreNotFiniteAreRefusedWithTheirPlace(String name) {
    List<Function<Segment, float[]>> columns =
        List.of(
            episode -> episode.observations().values(),
            episode -> episode.actions().values(),
            episode -> episode.rewards().values(),
            episode -> episode.actionLogProbabilities().orElseThrow().values());
    for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      for (Function<Segment, float[]> column : columns) {
        TrajectoryDataset dataset = typical();
        float[] values = column.apply(dataset.episodes().get(2));
        values[0] = value;
        Path target = folder.resolve(value + "-" + columns.indexOf(column) + name);
        Datasets.write(target, dataset);
        String message =
            assertThrows(InvalidInputException.class, () -> Datasets.read(target)).getMessage();
        assertTrue(message.startsWith(target.toString()), message);
        assertTrue(message.contains("episode 2, step 0"), message);
        assertTrue(message.contains(Float.toString(value)), message);
      }
    }
  }

  @Test
  void gymnasiumsIdsAreThoseOfThisInstallation() {
    Map<String, String> ids =
        Map.of(
            "Pendulum-v1", "pendulum-v1",
            "InvertedDoublePendulum-v4", "inverted-double-pendulum-v4",
            "MountainCarContinuous-v0", "mountain-car-continuous-v0",
            "Hopper-v5", "Hopper-v5", // another environment than v4
            "made-up-v3", "made-up-v3");
    ids.forEach(
        (theirs, ours) ->
            assertEquals(
                ours,
                ReadOptions.DEFAULT.environmentOf(
                    folder, Optional.empty(), () -> Optional.of(theirs), "nowhere")));
  }

  @Test
  void theHashSeesEveryColumnAndNotTheProvenance() {
    TrajectoryDataset dataset = typical();
    assertEquals(
        dataset.contentHash(), dataset.withProvenance(Map.of("other", "origin")).contentHash());
    Segment episode = dataset.episodes().get(0);
    List<Runnable> changes =
        List.of(
            () -> change(episode.observations().values()),
            () -> change(episode.actions().values()),
            () -> change(episode.rewards().values()),
            () -> change(episode.actionLogProbabilities().orElseThrow().values()),
            () -> episode.states().orElseThrow().values()[4] = 1.25);
    String before = dataset.contentHash();
    for (Runnable change : changes) {
      change.run();
      String after = dataset.contentHash();
      assertNotEquals(before, after);
      before = after;
    }
    List<Segment> swapped = new ArrayList<>(dataset.episodes());
    swapped.add(0, swapped.remove(1));
    assertNotEquals(
        before,
        new TrajectoryDataset("made-up-v3", Trajectories.FIELDS, swapped, Map.of()).contentHash());
  }

  private static void change(float[] values) {
    values[values.length - 1] = 0.125f;
  }

  @Test
  void aWriteThatFailsLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = folder.resolve("d.csv");
    Datasets.write(file, typical());
    byte[] before = Files.readAllBytes(file);
    TrajectoryDataset mixed =
        new TrajectoryDataset(
            "made-up-v3",
            Trajectories.FIELDS,
            List.of(
                typical().episodes().get(0),
                Trajectories.made(1, false, true, 1, End.RUNNING).episodes().get(0)),
            Map.of());
    InvalidInputException refused =
        assertThrows(InvalidInputException.class, () -> Datasets.write(file, mixed));
    assertEquals("episode 1 of made-up-v3 has states of size 0, expected 3", refused.getMessage());
    assertArrayEquals(before, Files.readAllBytes(file));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"d.hdf5", "d.csv"})
  void aFolderThatCannotBeWrittenToIsNamed(String name) throws IOException {
    Path blocked = Files.writeString(folder.resolve("file"), "no folder");
    Path file = blocked.resolve(name);
    UncheckedIOException error =
        assertThrows(UncheckedIOException.class, () -> Datasets.write(file, typical()));
    assertTrue(error.getMessage().startsWith("cannot write " + file), error.getMessage());
  }

  @Test
  void unknownEndingsAndMissingFilesAreNamed() {
    assertEquals(
        "d.npz: file name must end in one of .csv, .csv.gz, .h5, .hdf5, .minari",
        assertThrows(InvalidInputException.class, () -> Datasets.write(Path.of("d.npz"), typical()))
            .getMessage());
    Path missing = folder.resolve("missing.csv");
    assertEquals(
        missing + ": no such file",
        assertThrows(InvalidInputException.class, () -> Datasets.read(missing)).getMessage());
  }
}
