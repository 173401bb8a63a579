package org.prefbench.cli.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.Checks;
import org.prefbench.core.FileErrors;
import org.prefbench.core.InvalidInputException;
import org.prefbench.store.Home;

/**
 * Workers on other machines, started there by this program over {@code ssh}, which must let the
 * user in without questions. PrefBench lies there as it does here.
 */
final class ClusterHosts {
  private static final int LARGEST = 1 << 20; // bytes of the file
  private static final int MOST_WORKERS = 10_000;

  private final Path started; // names of the machines, for the end
  private final String ssh;

  /**
   * A line of the file.
   *
   * @param login as ssh takes it, {@code HOST} or {@code USER@HOST}
   */
  record Host(String login, int workers) {
    /** Returns the name or address to listen on. */
    String address() {
      return login.substring(login.indexOf('@') + 1);
    }
  }

  /**
   * Prepares for a cluster.
   *
   * @param folder of the cluster on this machine
   * @param ssh the program
   */
  ClusterHosts(Path folder, String ssh) {
    this.ssh = ssh;
    started = folder.toAbsolutePath().normalize().resolve("hosts");
  }

  /**
   * Returns the machines in a file: {@code [USER@]HOST [WORKERS]} in a line, one worker where
   * nothing is said; what follows # is a comment.
   *
   * @throws InvalidInputException if the file is no such file
   */
  static List<Host> read(Path file) {
    List<Host> hosts = new ArrayList<>();
    for (String line : AtomicFiles.read(file, LARGEST).lines().toList()) {
      String text = line.replaceAll("#.*", "").strip();
      if (!text.isEmpty()) {
        Checks.require(
            text.matches("[\\w.@:-]*\\w(\\s+\\d{1,5})?") && !text.startsWith("-"),
            "%s: a line must be [USER@]HOST [WORKERS], got '%s'",
            file,
            text);
        String[] words = text.split("\\s+");
        int workers = words.length == 1 ? 1 : Integer.parseInt(words[1]);
        Checks.between("workers of " + words[0], workers, 1, MOST_WORKERS);
        hosts.add(new Host(words[0], workers));
      }
    }
    Checks.require(!hosts.isEmpty(), "%s names no host", file);
    return hosts;
  }

  /**
   * Starts the workers and returns when they have joined.
   *
   * @param master the address that they join
   */
  void start(List<Host> hosts, String master) {
    StringBuilder names = new StringBuilder();
    for (Host host : hosts) {
      names.append(host.login()).append('\n');
      AtomicFiles.write(started, names.toString()); // before, so that it is ended in any case
      run(
          host.login(),
          "cluster start --master "
              + master
              + " --host "
              + host.address()
              + " --workers "
              + host.workers());
    }
  }

  /** Ends what {@link #start} has started; returns the names of the machines. */
  List<String> stop() {
    if (!Files.exists(started)) {
      return List.of();
    }
    List<String> logins = AtomicFiles.read(started, LARGEST).lines().toList();
    logins.forEach(login -> run(login, "cluster stop"));
    try {
      Files.delete(started);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + started + ": " + FileErrors.reason(e), e);
    }
    return logins;
  }

  /** The secret goes through the standard input, where no list of processes shows it. */
  private void run(String login, String words) {
    String home = Home.folder().toString();
    Optional<String> secret = SparkCluster.secret();
    String receive =
        secret.isEmpty()
            ? ""
            : "IFS= read -r " + SparkCluster.SECRET + " && export " + SparkCluster.SECRET + " && ";
    String program = "'" + home.replace("'", "'\\''") + "/scripts/prefbench' ";
    try {
      Process there =
          new ProcessBuilder(ssh, "-o", "BatchMode=yes", login, receive + program + words)
              .redirectErrorStream(true)
              .start();
      hand(there, secret);
      String said = new String(there.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = there.waitFor();
      Checks.require(
          code == 0,
          "'%s' on %s ended with exit code %d: %s",
          words,
          login,
          code,
          said.strip().lines().reduce((first, last) -> last).orElse(""));
    } catch (IOException e) {
      throw new InvalidInputException("cannot run " + ssh + ": " + FileErrors.reason(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + login + " was asked", e);
    }
  }

  private static void hand(Process there, Optional<String> secret) {
    try (OutputStream input = there.getOutputStream()) {
      if (secret.isPresent()) {
        input.write((secret.get() + "\n").getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      return; // it has ended before it asked, and says why
    }
  }
}
