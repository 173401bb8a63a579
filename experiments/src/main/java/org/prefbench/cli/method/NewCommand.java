package org.prefbench.cli.method;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Algorithms;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Listing;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.Checks;
import org.prefbench.store.Home;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes projects that extend PrefBench. */
@Command(
    name = "new",
    description = "Writes a project that extends PrefBench, for somebody to edit.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Example: prefbench new method my-method"})
public final class NewCommand {
  /** The template's files; {@code {{key}}} stands for a value. */
  private static final Map<String, String> FILES =
      Map.of(
          "gitignore", ".gitignore",
          "README.md", "README.md",
          "pom.xml", "pom.xml",
          "Method.java", "src/main/java/{{path}}/{{class}}.java",
          "MethodTest.java", "src/test/java/{{path}}/{{class}}Test.java",
          "service", "src/main/resources/META-INF/services/" + AlgorithmFactory.class.getName());

  @Spec private CommandSpec spec;

  @Command(
      name = "method",
      description = {
        "Writes a plug-in project with one method.",
        "A Maven project with a small method that works, to be edited, a test that holds it to "
            + "the rules of 'method test', and a README with the commands that build and run it."
      },
      footer = {
        "",
        "Examples:",
        "  prefbench new method my-method",
        "  prefbench new method my-method --output plugins/my-method"
      })
  int method(
      @Parameters(
              paramLabel = "NAME",
              description = "The method's id: lower case, digits and hyphens, as in best-of-n.")
          String name,
      @Option(
              names = "--output",
              paramLabel = "DIR",
              description = "The folder to create (default: the method's id).")
          Optional<Path> output,
      @Option(names = "--json", description = "Print JSON.") boolean json) {
    Arguments.checkTyped(spec.commandLine(), () -> check(name));
    Path folder = output.orElse(Path.of(name));
    Arguments.checkTyped(
        spec.commandLine(),
        () -> Checks.require(!Files.exists(folder), "%s: exists already", folder));
    Arguments.checkWritableFolder(folder);
    Map<String, String> values = values(name, template("Method.java"));
    AtomicFiles.writeFolder(
        folder,
        root -> {
          for (Map.Entry<String, String> file : FILES.entrySet()) {
            Path target = root.resolve(filled(file.getValue(), values));
            Files.createDirectories(target.getParent());
            Files.writeString(target, filled(template(file.getKey()), values));
          }
        });
    print(folder, values, json);
    return ExitCode.OK;
  }

  private void print(Path folder, Map<String, String> values, boolean json) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> record = new LinkedHashMap<>();
      record.put("method", values.get("id"));
      record.put("folder", folder.toString());
      record.put("class", values.get("package") + "." + values.get("class"));
      record.put(
          "files", FILES.values().stream().map(path -> filled(path, values)).sorted().toList());
      Listing.printRecord(out, true, record);
      return;
    }
    out.println("Wrote " + folder + ". What to do with it, from " + folder + "/README.md:");
    out.println();
    List<String> commands = new ArrayList<>();
    commands.add("cd " + folder.toAbsolutePath());
    Pattern.compile("```bash\n(.*?)```", Pattern.DOTALL)
        .matcher(filled(template("README.md"), values))
        .results()
        .forEach(
            block -> block.group(1).lines().filter(line -> !line.isBlank()).forEach(commands::add));
    commands.forEach(command -> out.println("  " + command));
  }

  private static void check(String name) {
    Checks.require(
        name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*"),
        "a method's name is lower case, digits and hyphens and begins with a letter, got '%s'",
        name);
    Checks.require(
        Algorithms.registered().find(name).isEmpty(),
        "there is a method '%s' already; choose another name",
        name);
  }

  /**
   * Returns what the template's keys stand for. A package whose last part would be a keyword and a
   * class whose name the method's file uses for something else have {@code method} behind them.
   */
  private static Map<String, String> values(String name, String source) {
    StringBuilder camel = new StringBuilder();
    for (String word : name.split("-")) {
      camel.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    }
    while (Pattern.compile("\\b" + camel + "\\b").matcher(source).find()) {
      camel.append("Method");
    }
    String last = name.replace("-", "");
    String packageName = "org.example." + (SourceVersion.isKeyword(last) ? last + "method" : last);
    return Map.of(
        "id", name,
        "class", camel.toString(),
        "package", packageName,
        "path", packageName.replace('.', '/'),
        "home", Home.folder().toString());
  }

  private static String filled(String text, Map<String, String> values) {
    String filled = text;
    for (Map.Entry<String, String> value : values.entrySet()) {
      filled = filled.replace("{{" + value.getKey() + "}}", value.getValue());
    }
    return filled;
  }

  private static String template(String file) {
    try (InputStream input = NewCommand.class.getResourceAsStream("template/" + file)) {
      return new String(input.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the template " + file, e);
    }
  }
}
