import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A policy for PrefBench in Java, as one file: {@code java PolicyProcess.java}. Pushes a point mass
 * towards the origin. What is spoken on standard input and output:
 * envs/docs/policies-from-outside.md.
 */
public final class PolicyProcess {
  private PolicyProcess() {}

  /** Returns the force at [x, y, x', y']. */
  private static double[] action(double[] observation) {
    return new double[] {
      -2 * observation[0] - 2 * observation[2], -2 * observation[1] - 2 * observation[3]
    };
  }

  public static void main(String[] arguments) throws IOException {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream output = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    Map<String, String> told = new HashMap<>();
    for (String line = input.readLine(); !line.equals("begin"); line = input.readLine()) {
      told.put(line.split(" ", 2)[0], line.split(" ", 2)[1]);
    }
    if (!told.get("prefbench").equals("policy 1") || !told.get("observations").equals("4")) {
      throw new IOException("this policy speaks 'policy 1' and sees four numbers");
    }
    output.println("prefbench policy 1\nname point-mass-by-springs\nversion 1\nbegin");
    output.flush();
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      String[] words = line.split(" ");
      if (!words[0].equals("act")) {
        continue; // start and end: this policy remembers nothing
      }
      for (int row = 0; row < Integer.parseInt(words[2]); row++) {
        String[] numbers = input.readLine().split(" ");
        double[] observation = new double[numbers.length - 1]; // behind the number of the copy
        for (int k = 0; k < observation.length; k++) {
          observation[k] = Double.parseDouble(numbers[k + 1]);
        }
        double[] action = action(observation);
        output.println(action[0] + " " + action[1]);
      }
      output.flush();
    }
  }
}
