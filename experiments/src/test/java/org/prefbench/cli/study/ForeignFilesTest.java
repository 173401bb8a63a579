package org.prefbench.cli.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.cli.Shell;
import org.prefbench.cli.TemporaryHome;
import org.prefbench.store.ResultStore;

/** What is somebody else's is not replaced unless one says so; what is the program's own is. */
@ExtendWith(TemporaryHome.class)
class ForeignFilesTest {
  private static final String STUDY =
      """
      # a comment that took a day to write
      id: tiny
      runs: 1
      tasks: [{dataset: gaussian-1d-random-v0, steps: 50}]
      reference: {behavior: true}
      preferences: {pairs: 20, segment-length: 1, states: initial}
      protocol: {episodes: 5, modes: [sampled], checkpoints: 0, select: [last]}
      methods: [{method: reference}]
      report: {bootstrap: 50}
      """;

  @TempDir private Path folder;

  @Test
  void aStudyInItsOwnOutputFolderKeepsItsComments() throws IOException {
    Path study = Files.writeString(folder.resolve("study.yaml"), STUDY);
    for (int attempt = 0;
        attempt < 2;
        attempt++) { // the first leaves nothing that lets a second in
      Shell.fails(
          3, study + ": exists already|--overwrite replaces it", "run", study, "--output", folder);
      assertEquals(STUDY, Files.readString(study));
    }
    Shell.fails(3, "holds no results", "report", folder);
    Shell.fails(3, "holds no results", "resume", folder);
    Shell.fails(3, "holds no results", "plot", folder);
    assertEquals(STUDY, Files.readString(study));
    assertFalse(Files.exists(folder.resolve("table.md")));
  }

  @Test
  void filesOfOthersInAFolderAreNamedAndThoseOfARunReplaced() throws IOException {
    Path study = Files.writeString(folder.resolve("tiny.yaml"), STUDY);
    Path notes = Files.createDirectory(folder.resolve("notes"));
    for (String name : new String[] {"table.md", "trials.csv", "report.html", "charts", "trials"}) {
      Path mine = Files.writeString(notes.resolve(name), "my own");
      Shell.fails(3, mine + ": exists already", "run", study, "--output", notes);
      assertEquals("my own", Files.readString(mine));
      Files.delete(mine);
    }
    Path other = Files.writeString(notes.resolve("other.txt"), "in nobody's way");
    Shell.ok("run", study, "--output", notes, "--jobs", 1);
    Shell.ok("run", study, "--output", notes, "--jobs", 1);
    Shell.ok("report", notes);
    assertEquals("in nobody's way", Files.readString(other));

    Path elsewhere = Files.writeString(folder.resolve("elsewhere.md"), "my own");
    Path table = notes.resolve("table.md");
    Files.delete(table);
    Files.createSymbolicLink(table, elsewhere);
    Shell.fails(3, table + ": is a link", "run", study, "--output", notes);
    Shell.fails(3, table + ": is a link", "report", notes);
    Shell.ok("run", study, "--output", notes, "--jobs", 1, "--overwrite");
    assertEquals("my own", Files.readString(elsewhere));
    assertTrue(Files.isRegularFile(table, LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void withTheOptionEverythingIsReplaced() throws IOException {
    Path study = Files.writeString(folder.resolve("tiny.yaml"), STUDY);
    Path notes = Files.createDirectory(folder.resolve("notes"));
    Files.writeString(notes.resolve("study.yaml"), "not: a study");
    Files.writeString(notes.resolve("table.md"), "my own");
    Shell.ok("run", study, "--output", notes, "--jobs", 1, "--overwrite");
    assertTrue(new ResultStore(notes).holdsResults());
    assertTrue(Files.readString(notes.resolve("table.md")).contains("reference"));
  }

  @Test
  void datasetsAndPairsOfOthersAreKept() throws IOException, InterruptedException {
    Path mine = Files.writeString(folder.resolve("mine.csv"), "time,price\n1,2\n");
    Shell.fails(3, mine + ": exists already", generate(mine));
    assertEquals("time,price\n1,2\n", Files.readString(mine));
    Path own = folder.resolve("own.csv");
    Shell.ok(generate(own));
    Shell.ok(generate(own));
    Shell.fails(3, mine + ": exists already", "dataset", "convert", own, mine);
    Shell.ok("dataset", "convert", own, mine, "--overwrite");
    Path pipe = folder.resolve("pipe.csv");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    Shell.fails(3, pipe + ": is a device", generate(pipe, "--overwrite"));

    Path pairs = Files.createDirectory(folder.resolve("pairs"));
    Path labels = Files.writeString(pairs.resolve("pairs.csv"), "first,second,label\n0,1,first\n");
    Object[] create = {
      "label",
      "create",
      "--dataset",
      own,
      "--sampler",
      "logged",
      "--segment-length",
      1,
      "--pairs",
      4,
      "--output",
      pairs
    };
    Shell.fails(3, labels + ": exists already", create);
    assertEquals("first,second,label\n0,1,first\n", Files.readString(labels));
    Files.delete(labels);
    Shell.ok(create);
    Shell.ok(create);
  }

  private static Object[] generate(Path file, Object... more) {
    Object[] words = {"dataset", "generate", "gaussian-1d-random-v0", "--steps", 20, "--output"};
    Object[] all = Arrays.copyOf(words, words.length + 1 + more.length);
    all[words.length] = file;
    System.arraycopy(more, 0, all, words.length + 1, more.length);
    return all;
  }

  @Test
  void picturesAndPagesOfOthersAreKept() throws IOException {
    Path film = Files.writeString(folder.resolve("film.gif"), "my holidays");
    Shell.fails(
        3, film + ": exists already", "env", "render", "pendulum-v1", "--steps", 2, "--out", film);
    assertEquals("my holidays", Files.readString(film));
    Path page = Files.writeString(folder.resolve("README.md"), "# My project\n");
    Shell.fails(3, page + ": exists already", "claims", "check", "--output", folder);
    Shell.fails(3, page + ": exists already", "dataset", "cards", "--output", folder);
    assertEquals("# My project\n", Files.readString(page));
    Files.delete(page);
    Shell.ok("claims", "check", "--output", folder);
    Shell.ok("claims", "check", "--output", folder);
  }
}
