package org.prefbench.cli.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.cli.Shell;
import org.prefbench.cli.TemporaryHome;
import org.prefbench.core.InvalidInputException;

/** Workers on other machines, under a stand-in for {@code ssh} that goes nowhere. */
@DisabledOnOs(OS.WINDOWS)
@ExtendWith(TemporaryHome.class)
class ClusterHostsTest {
  /** Writes down who was asked, and does there what was asked for. */
  private static final String SSH =
      """
      #!/bin/sh
      [ "$1 $2" = "-o BatchMode=yes" ] || exit 9
      echo "$3" >>asked
      sh -c "$4"
      """;

  private static final String LAUNCHER =
      """
      #!/bin/sh
      case "$*" in *broken*) echo "no Java here" >&2; exit 1 ;; esac
      echo "$* as ${PREFBENCH_CLUSTER_SECRET-nobody}" >>"$(dirname "$0")/../done"
      """;

  @TempDir private Path folder;
  private Path home;
  private ClusterHosts hosts;

  @BeforeEach
  void machines() throws IOException {
    home = Path.of(System.getProperty("prefbench.home"));
    Files.deleteIfExists(home.resolve("done"));
    executable(home.resolve("scripts/prefbench"), LAUNCHER);
    String ssh = SSH.replace(">>asked", ">>'" + folder + "/asked'");
    hosts = new ClusterHosts(folder, executable(folder.resolve("ssh"), ssh).toString());
  }

  private static Path executable(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertTrue(file.toFile().setExecutable(true));
    return file;
  }

  @Test
  void workersAreStartedAndEndedWhereTheFileSays() throws IOException {
    Path file =
        Files.writeString(folder.resolve("m"), "# ours\nann@10.0.0.2 3  # fast\n\n10.0.0.3\n");
    hosts.start(ClusterHosts.read(file), "spark://10.0.0.1:7077");
    assertEquals(List.of("ann@10.0.0.2", "10.0.0.3"), hosts.stop());
    assertEquals(List.of(), hosts.stop(), "nothing is left to end");
    String start = "cluster start --master spark://10.0.0.1:7077 --host ";
    assertEquals(
        List.of(
            start + "10.0.0.2 --workers 3 as nobody",
            start + "10.0.0.3 --workers 1 as nobody",
            "cluster stop as nobody",
            "cluster stop as nobody"),
        Files.readAllLines(home.resolve("done")));
    assertEquals(
        List.of("ann@10.0.0.2", "10.0.0.3", "ann@10.0.0.2", "10.0.0.3"),
        Files.readAllLines(folder.resolve("asked")));
  }

  @Test
  void whatGoesWrongElsewhereIsTold() {
    String message =
        assertThrows(
                InvalidInputException.class,
                () ->
                    hosts.start(
                        List.of(new ClusterHosts.Host("broken", 1)), "spark://10.0.0.1:7077"))
            .getMessage();
    assertEquals(
        "'cluster start --master spark://10.0.0.1:7077 --host broken --workers 1' on broken ended"
            + " with exit code 1: no Java here",
        message);
  }

  @Test
  void filesThatNameNoHosts() throws IOException {
    for (String text : List.of("", "# nobody\n", "-oProxyCommand=x\n", "a b\n", "a 1 2\n", "a 0")) {
      Path file = Files.writeString(folder.resolve("hosts.txt"), text);
      assertThrows(InvalidInputException.class, () -> ClusterHosts.read(file), text);
    }
  }

  @Test
  void othersMayReachOnlyWhatAsksForASecret() throws IOException {
    String rule = "can be reached from elsewhere: PREFBENCH_CLUSTER_SECRET must hold a secret";
    Shell.fails(2, "0.0.0.0 " + rule, "cluster", "start", "--host", "0.0.0.0");
    Path file = Files.writeString(folder.resolve("hosts.txt"), "ann@192.0.2.7\n");
    Shell.fails(3, "192.0.2.7 " + rule, "cluster", "start", "--hosts", file);
  }
}
