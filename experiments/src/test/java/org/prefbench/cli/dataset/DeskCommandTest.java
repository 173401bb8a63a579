package org.prefbench.cli.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.cli.Shell;
import org.prefbench.cli.TemporaryHome;

/** What is said of a desk that cannot be opened, and by whom its folder is read. */
@ExtendWith(TemporaryHome.class)
class DeskCommandTest {
  @TempDir private Path folder;

  private Object[] desk(Object... more) {
    Object[] words = {"desk", "--dataset", "pendulum-medium-v1", "--annotator", "me"};
    Object[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return all;
  }

  @Test
  void whatIsTypedWrongIsSaid() {
    Shell.fails(2, "--annotator", "desk", "--dataset", "pendulum-medium-v1");
    Shell.fails(
        2,
        "--annotator must be 1 to 64 letters|'../x'|desk --help",
        "desk",
        "--dataset",
        "pendulum-medium-v1",
        "--annotator",
        "../x");
    Shell.fails(2, "--pairs must be >= 1, got 0", desk("--pairs", 0));
    Shell.fails(2, "--repeats must be in [0.0, 1.0], got 2.0", desk("--repeats", 2));
    Shell.fails(2, "--port must be in [0, 65535], got 70000", desk("--port", 70000));
    Shell.fails(2, "--break-after must be >= 0, got -1", desk("--break-after", -1));
  }

  @Test
  void aFolderOfSomethingElseIsLeftAlone() throws Exception {
    Path pairs = folder.resolve("pairs");
    Shell.ok("label", "create", "--dataset", "pendulum-medium-v1", "--pairs", 4, "--output", pairs);
    byte[] before = Files.readAllBytes(pairs.resolve("segments.csv.gz"));
    Shell.fails(3, "pairs: holds labelled pairs", desk("--output", pairs));
    assertArrayEquals(before, Files.readAllBytes(pairs.resolve("segments.csv.gz")));
  }

  /** Pairs are drawn, and then the folder cannot be gone on with by another seed. */
  @Test
  void aFolderIsGoneOnWithAsItWasBegun() throws Exception {
    Path output = folder.resolve("desk");
    // a desk that has its port taken is made and does not open
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Shell.fails(
          3,
          "cannot listen on port " + taken.getLocalPort(),
          desk("--pairs", 4, "--output", output, "--port", taken.getLocalPort()));
    }
    Shell.fails(
        3,
        "was begun with seed=0, not 1|--output",
        desk("--pairs", 4, "--output", output, "--seed", 1));
    Shell.fails(3, "was begun with pairs=4, not 200", desk("--output", output));
    Shell.fails(3, "desk: nobody has labelled a pair yet", "label", "audit", output);
    Files.writeString(
        output.resolve("labels-ben.csv"),
        "query,pair,left,answer,seconds,time\n0,0,first,left,1.000,t\n1,1,first,right,2.000,t\n");
    String audit = Shell.run("label", "audit", output).out();
    assertTrue(audit.contains("pairs                 2\n"), audit);
    Path imported = folder.resolve("imported");
    assertTrue(
        Shell.ok("label", "import", output, "--output", imported).contains("format       desk\n"));
    assertEquals(
        Shell.run("label", "audit", imported).out().lines().skip(1).toList(),
        audit.lines().skip(1).toList());
  }

  /** Nothing is made where there is nothing to draw. */
  @Test
  void dataWithoutStatesAreRefused() throws Exception {
    Path data = folder.resolve("data.csv");
    Files.writeString(
        data,
        """
        # environment: pendulum-v1
        step,episode,observation_0,observation_1,observation_2,action_0,reward,terminated,truncated
        0,0,1,0,0,0,0,0,0
        1,0,1,0,0,0,0,0,0
        2,0,1,0,0,,,,
        """);
    Path output = folder.resolve("desk");
    Shell refused =
        Shell.run(
            "desk",
            "--dataset",
            data,
            "--sampler",
            "logged",
            "--segment-length",
            1,
            "--annotator",
            "me",
            "--output",
            output);
    assertEquals(3, refused.code());
    assertTrue(
        refused.err().endsWith("has no simulator states, from which its replay is drawn\n"),
        refused.err());
    assertFalse(Files.exists(output));
  }
}
