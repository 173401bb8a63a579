package org.prefbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.prefbench.cli.shared.Listing;
import org.prefbench.core.Message;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.env.ReferenceScores;
import org.prefbench.policy.Behaviors;
import org.prefbench.policy.PolicyFiles;
import picocli.CommandLine;

/** The shape of the command line as a whole, and the commands about environments and methods. */
class CommandLineTest {
  /** Every command there is, as words after {@code prefbench}. */
  static Stream<List<String>> commands() {
    List<List<String>> commands = new ArrayList<>();
    collect(Main.commandLine(new PrintWriter(new StringWriter())), List.of(), commands);
    return commands.stream();
  }

  private static void collect(
      CommandLine command, List<String> words, List<List<String>> commands) {
    commands.add(words);
    command
        .getSubcommands()
        .forEach(
            (name, subcommand) -> {
              List<String> longer = new ArrayList<>(words);
              longer.add(name);
              collect(subcommand, longer, commands);
            });
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasHelpWithAnExample(List<String> words) {
    List<String> arguments = new ArrayList<>(words);
    arguments.add("--help");
    String help = Shell.ok(arguments.toArray());
    assertTrue(
        help.startsWith(
            "Usage: prefbench" + String.join("", words.stream().map(w -> " " + w).toList())),
        help);
    assertTrue(help.contains("Example"), help);
    assertFalse(help.contains("${"), help); // a variable that nobody filled in
    CommandLine command = Main.commandLine(new PrintWriter(new StringWriter()));
    for (String word : words) {
      command = command.getSubcommands().get(word);
    }
    for (String line : command.getCommandSpec().usageMessage().footer()) {
      assertTrue(line.length() < 80, "too long for a terminal, so it could not be copied: " + line);
    }
  }

  @Test
  void whatIsTypedWrongIsAUsageErrorInOneLine() {
    Shell.fails(2, "did you mean 'env'?|prefbench --help", "evn");
    Shell.fails(2, "did you mean 'show'?|prefbench env --help", "env", "shw");
    Shell.fails(2, "ENVIRONMENT|prefbench env show --help", "env", "show");
    Shell.fails(
        2,
        "--epsiodes|prefbench env rollout --help",
        "env",
        "rollout",
        "--policy",
        "expert",
        "--epsiodes",
        "3",
        "pendulum-v1");
    Shell.fails(2, "--policy", "env", "rollout", "pendulum-v1");
    Shell.fails(
        2, "'x' is not a", "env", "rollout", "pendulum-v1", "--policy", "expert", "--seed", "x");
    Shell.fails(
        2,
        "--episodes must be >= 2, got 1",
        "env",
        "rollout",
        "pendulum-v1",
        "--policy",
        "expert",
        "--episodes",
        "1");
    Shell.fails(
        2,
        "unknown environment 'pendulum'|did you mean 'pendulum-v1'?|prefbench env show --help",
        "env",
        "show",
        "pendulum");
    Shell.fails(
        2,
        "unknown tier of pendulum-v1 'exprt', did you mean 'expert'?",
        "env",
        "rollout",
        "pendulum-v1",
        "--policy",
        "exprt");
    Shell.fails(
        2,
        "unknown method 'dqo', did you mean 'dpo'?|prefbench method show --help",
        "method",
        "show",
        "dqo");
  }

  @Test
  void aStackTraceIsPrintedOnlyOnRequest() {
    Shell silent = Shell.run("env", "rollout", "pendulum-v1", "--policy", "./no.policy");
    assertEquals(3, silent.code());
    assertEquals(
        "prefbench: ./no.policy cannot be read: there is no such file or folder\n", silent.err());
    Shell asked =
        Shell.run("--stack-trace", "env", "rollout", "pendulum-v1", "--policy", "./no.policy");
    assertEquals(3, asked.code());
    assertTrue(asked.err().contains("\tat org.prefbench.cli."), asked.err());
  }

  /** The launcher starts Java with the jars; without it the option would do nothing. */
  @Test
  void plugInsNeedTheLauncher() {
    Shell.fails(2, "--plugins is for scripts/prefbench", "method", "list", "--plugins", "jars");
    Shell.fails(2, "--plugins is for scripts/prefbench", "--plugins", "jars", "method", "list");
  }

  @Test
  void aGroupWithoutACommandShowsItsCommands() {
    for (List<String> words : List.of(List.<String>of(), List.of("dataset"), List.of("label"))) {
      String shown = Shell.ok(words.toArray());
      List<String> help = new ArrayList<>(words);
      help.add("--help");
      assertEquals(Shell.ok(help.toArray()), shown);
      assertTrue(shown.contains("Commands:"), shown);
    }
  }

  /** What is printed elsewhere is of any length, and may hold anything. */
  @Test
  void messagesArePrintedInOnePlace() throws IOException {
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      for (Path source : sources.filter(Files::isRegularFile).toList()) {
        assertTrue(
            source.endsWith("Messages.java") || !Files.readString(source).contains("\"prefbench: "),
            source.toString());
      }
    }
  }

  /**
   * Names that clear the screen, turn the direction of writing, fake a line, or fill the screen.
   */
  @Test
  void hostileNamesAreShownInOneLine(@TempDir Path folder) throws IOException {
    String faked = "x\nprefbench: all is well\u001b[2J\u202e";
    String line = Shell.run("env", "show", faked).err();
    assertTrue(
        line.startsWith(
            "prefbench: unknown environment 'x\\nprefbench: all is well\\u001b[2J\\u202e'"),
        line);
    assertEquals(1, line.lines().count());
    Path study = folder.resolve("hostile.yaml");
    Files.writeString(
        study, "id: \"" + faked.replace("\n", "\\n").replace("\u001b", "\\e") + "\"\n");
    for (Shell said :
        List.of(
            Shell.run("study", "explain", study),
            Shell.run("run", "y".repeat(100_000)),
            Shell.run("env", "rollout", "pendulum-v1", "--seed", "1".repeat(9_000)),
            Shell.run("dataset", "info", folder.resolve("z\u0007.hdf5")))) {
      assertEquals(1, said.err().lines().count(), said.err());
      assertTrue(said.err().length() <= 1 + Message.LONGEST, said.err());
      assertEquals(said.err().strip(), Message.printable(said.err().strip()));
      assertTrue(said.code() == 2 || said.code() == 3, said.err());
    }
  }

  /** The first column of a list, without its heading. */
  private static List<String> names(String printed) {
    return printed.lines().skip(1).map(line -> line.split(" ")[0]).toList();
  }

  @Test
  void listsAndTablesAreInTheOrderThatIsAskedFor() throws IOException {
    List<String> methods = names(Shell.ok("method", "list", "--sort", "method:down"));
    assertEquals(methods.stream().sorted(Comparator.reverseOrder()).toList(), methods);
    List<String> families = new ArrayList<>();
    Shell.json("method", "list", "--json", "--sort", "fam")
        .forEach(method -> families.add(method.get("family").asText()));
    assertEquals(families.stream().sorted().toList(), families);
    assertTrue(families.size() > 20, families.toString());
    String known = " (known: family, method, needs, title)";
    Shell.fails(
        2, "unknown column of these tables 'score'" + known, "method", "list", "--sort=score");
    Shell.ok("status", Path.of("..", "results", "quickstart"), "--sort", "spent");
    Path committed = Path.of("..", "results", "quickstart");
    String table = Shell.ok("table", committed, "--rows", "methods", "--sort", "point");
    String highest =
        table
            .lines()
            .filter(line -> line.contains("± ") && line.endsWith("|"))
            .findFirst()
            .orElseThrow();
    assertTrue(highest.contains("rlhf"), table); // as the table in the README has it
    Shell.fails(2, "unknown column of these tables 'x'", "table", committed, "--sort", "x");
  }

  @Test
  void tablesShowHostileCellsInOneLine() {
    StringWriter out = new StringWriter();
    new Listing("name", "value")
        .row("a\nb", "\u001b[31m" + "x".repeat(9_000))
        .print(new PrintWriter(out), false);
    List<String> lines = out.toString().lines().toList();
    assertEquals(2, lines.size());
    assertTrue(lines.get(1).startsWith("a\\nb  \\u001b[31mxxx"), lines.get(1));
    assertEquals("a\\nb  ".length() + Message.LONGEST, lines.get(1).length());
  }

  @Test
  void theVersionIsPrinted() {
    assertTrue(Shell.ok("--version").startsWith("prefbench "));
  }

  /** What bash offers for the last word, by the script that is printed for it. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void completionKnowsCommandsAndIds(@TempDir Path folder) throws Exception {
    Path script = Files.writeString(folder.resolve("complete"), Shell.ok("generate-completion"));
    String offered =
        offered(
            script,
            "env roll",
            "run quic",
            "verify tabl",
            "env show pend",
            "method show marginal-b",
            "run quickstart --add-method marginal-b",
            "dataset info hopper-exp",
            "label create --teacher mist",
            "policy evaluate hopper-exp",
            "env rollout pendulum-v1 --policy rand",
            "plot results/x --chart hist");
    assertEquals(
        List.of(
            "rollout",
            "quickstart",
            "table3",
            "pendulum-v1",
            "marginal-bc",
            "marginal-bc",
            "hopper-expert-v2",
            "mistake",
            "hopper-expert-v2",
            "random",
            "histogram"),
        offered.lines().toList());
  }

  private static String offered(Path script, String... typed) throws Exception {
    StringBuilder program = new StringBuilder("source " + script + "\n");
    for (String words : typed) {
      program.append("COMP_WORDS=(prefbench ").append(words).append(")\n");
      program.append("COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMPREPLY=()\n");
      program.append("_complete_prefbench\n");
      program.append("echo \"${COMPREPLY[*]}\"\n");
    }
    Process bash =
        new ProcessBuilder("bash", "-c", program.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD) // it completes no line of a terminal
            .start();
    return new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void environmentsAreListedAndShown() throws Exception {
    JsonNode list = Shell.json("env", "list", "--json");
    assertEquals(
        Environments.registered().ids(), list.findValuesAsText("environment"), "all, in order");
    JsonNode pendulum = Shell.json("env", "show", "pendulum-v1", "--json");
    assertEquals(200, pendulum.get("max-steps").asInt());
    assertEquals("angle[1], angular_velocity[1]", pendulum.get("state").asText());
    assertTrue(Shell.ok("env", "show", "pendulum-v1").contains("tier-expert"));
    for (EnvironmentFactory factory : Environments.registered().all()) {
      JsonNode shown = Shell.json("env", "show", factory.spec().id(), "--json");
      assertEquals(factory.spec().title(), shown.get("title").asText());
    }
  }

  /** The command is how the reference scores of the specification were measured. */
  @Test
  void rolloutReproducesTheReferenceScores() throws Exception {
    ReferenceScores scores =
        Environments.registered().get("pendulum-v1").spec().scores().orElseThrow();
    JsonNode random = rollout("random");
    JsonNode expert = rollout("expert");
    assertEquals(scores.random(), random.get("return-mean").asDouble(), 5e-4);
    assertEquals(scores.expert(), expert.get("return-mean").asDouble(), 5e-4);
    assertEquals(0, random.get("normalized-score").asDouble(), 1e-3);
    assertEquals(100, expert.get("normalized-score").asDouble(), 1e-3);
    assertTrue(
        scores
            .source()
            .endsWith(
                String.format(
                    java.util.Locale.ROOT,
                    "standard errors %.3f and %.3f",
                    random.get("return-standard-error").asDouble(),
                    expert.get("return-standard-error").asDouble())),
        scores.source());
    assertEquals(200, expert.get("length-mean").asDouble());
    assertTrue(expert.get("return-min").asDouble() < expert.get("return-mean").asDouble());
    assertTrue(expert.get("return-max").asDouble() <= 0, "rewards are costs");
  }

  private static JsonNode rollout(String tier) throws Exception {
    return Shell.json(
        "env", "rollout", "pendulum-v1", "--policy", tier, "--episodes", "1000", "--json");
  }

  @Test
  void policyFilesAreRolledOutWhereTheyFit(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("expert.policy");
    PolicyFiles.write(file, Behaviors.find("pendulum-v1", "expert").policy());
    String[] command = {"env", "rollout", "pendulum-v1", "--episodes", "5", "--policy"};
    String byName = Shell.ok(Stream.concat(Stream.of(command), Stream.of("expert")).toArray());
    String byFile = Shell.ok(Stream.concat(Stream.of(command), Stream.of(file)).toArray());
    assertEquals(line(byName, "return-mean"), line(byFile, "return-mean"));
    command[2] = "point-mass-v0";
    Shell.fails(
        3,
        "expert.policy: the policy does not fit point-mass-v0: ",
        Stream.concat(Stream.of(command), Stream.of(file)).toArray());
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    Shell.fails(
        3,
        "expert.policy is damaged",
        Stream.concat(Stream.of(command), Stream.of(file)).toArray());
  }

  private static String line(String text, String key) {
    return text.lines().filter(line -> line.startsWith(key)).findFirst().orElseThrow();
  }

  @Test
  void methodsAreListedAndShown() throws Exception {
    JsonNode list = Shell.json("method", "list", "--json");
    assertTrue(
        list.findValuesAsText("method").containsAll(List.of("bc", "dpo", "pfm", "reference")));
    JsonNode dpo = Shell.json("method", "show", "dpo", "--json");
    assertEquals("beta", dpo.get(0).get("hyperparameter").asText());
    assertEquals("0.1", dpo.get(0).get("default").asText());
    assertTrue(Shell.ok("method", "show", "dpo").contains("arXiv 2305.18290"));
  }

  @Test
  void theDoctorTrainsOneStep() throws Exception {
    JsonNode findings = Shell.json("doctor", "--json");
    for (JsonNode finding : findings) {
      assertEquals("ok", finding.get("state").asText(), finding.toString());
    }
    assertTrue(findings.findValuesAsText("check").contains("engine"));
  }
}
