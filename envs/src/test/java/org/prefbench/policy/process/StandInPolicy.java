package org.prefbench.policy.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.prefbench.process.Command;

/**
 * A process that acts on three numbers by one, well or in one of the ways in which processes go
 * wrong. Its action is a tenth of the seed's last digit, plus the first observation, or that alone
 * where it is asked for the mean.
 */
public final class StandInPolicy {
  private StandInPolicy() {}

  /** Returns the command of a process with one of the faults below, or of none. */
  public static Command command(String fault, double seconds) {
    return new Command(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            StandInPolicy.class.getName(),
            fault),
        seconds);
  }

  /** The process. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    String fault = arguments[0];
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (!input.readLine().equals("begin")) {
      continue; // it knows its spaces
    }
    switch (fault) {
      case "greeting" -> System.out.println("hello");
      case "key" -> System.out.println("prefbench policy 1\nnames x");
      case "twice" -> System.out.println("prefbench policy 1\nname x\nname x");
      case "exit" -> {
        System.err.println("ModuleNotFoundError: No module named 'torch'\n");
        System.exit(3);
      }
      default -> System.out.println("prefbench policy 1\nname stand-in\nversion 2\nseeds\nbegin");
    }
    System.out.flush();
    Map<String, List<Long>> seeds = new HashMap<>();
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      String[] words = line.split(" ");
      if (words[0].equals("start")) {
        List<Long> own = new ArrayList<>();
        String[] given = input.readLine().split(" ");
        for (int i = 1; i < given.length; i++) {
          own.add(words[3].equals("mean") ? 0 : Math.abs(Long.parseLong(given[i]) % 10));
        }
        seeds.put(words[1], own);
      } else if (words[0].equals("act")) {
        act(fault, input, seeds.get(words[1]), Integer.parseInt(words[2]));
      }
    }
  }

  private static void act(String fault, BufferedReader input, List<Long> seeds, int rows)
      throws IOException, InterruptedException {
    StringBuilder answers = new StringBuilder();
    for (int row = 0; row < rows; row++) {
      String[] words = input.readLine().split(" ");
      double action = seeds.get(Integer.parseInt(words[0])) / 10.0 + Double.parseDouble(words[1]);
      switch (fault) {
        case "words" -> answers.append("a warning from a library\n");
        case "many" -> answers.append(action).append(" 1\n");
        case "nan" -> answers.append("nan\n");
        case "large" -> answers.append("1e39\n");
        case "hang" -> Thread.currentThread().join(); // for ever
        case "flood" -> {
          while (!System.out.checkError()) {
            System.out.print("x".repeat(1 << 16));
          }
        }
        case "killed" ->
            new ProcessBuilder("kill", "-9", String.valueOf(ProcessHandle.current().pid()))
                .start()
                .waitFor();
        case "eager" -> {
          System.out.println(action);
          System.out.flush();
        }
        default -> answers.append(action).append('\n');
      }
    }
    System.out.print(answers);
    System.out.flush();
  }
}
