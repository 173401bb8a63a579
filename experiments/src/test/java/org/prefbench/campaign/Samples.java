package org.prefbench.campaign;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.prefbench.campaign.Sample.Numbers;
import org.prefbench.campaign.Sample.Place;
import org.prefbench.cli.PluginJar;
import org.prefbench.cli.Shell;
import org.prefbench.core.Seed;
import org.prefbench.env.Environments;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Standardizer;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.shelf.PolicyCard;
import org.prefbench.shelf.PolicyEvaluation;
import org.prefbench.shelf.PolicyShelf;

/** Makes a small valid input of every kind that the program reads, by the program itself. */
final class Samples {
  /** A study of one dataset that takes a few seconds and has every kind of file in its results. */
  static final String STUDY =
      """
      id: tiny
      title: Is the better of two better?
      runs: 2
      tasks:
        - {dataset: point-mass-medium-v0, steps: 400}
      reference: {method: bc, set: {hidden-size: 16, steps: 50}}
      preferences: {pairs: 20, segment-length: 5}
      protocol: {episodes: 2, modes: [sampled], checkpoints: 2, select: [last]}
      methods:
        - {method: reference}
        - {method: dpo, set: {steps: 20}}
        - {method: best-of-n, label: best-of-two}
      report: {against: [reference], bootstrap: 200}
      """;

  private static final Set<Integer> FILE = Set.of(3);
  private static final Set<Integer> CHECK = Set.of(3, 5);
  private static final String INPUT = Sample.INPUT;
  private static final String SCRATCH = Sample.SCRATCH;
  private static final String STEPS = "60";

  private final Path folder;
  private final List<Sample> samples = new ArrayList<>();

  private Samples(Path folder) {
    this.folder = folder;
  }

  /**
   * Returns all samples, made in {@code folder}, which is empty; the property {@code
   * prefbench.home} is set to a folder in it.
   */
  static List<Sample> make(Path folder) throws IOException {
    Samples made = new Samples(folder);
    System.setProperty("prefbench.home", folder.resolve("home").toString());
    made.studies();
    made.datasets();
    made.preferences();
    made.policies();
    made.results();
    made.plugins();
    return made.samples;
  }

  private void studies() throws IOException {
    List<List<String>> explain =
        List.of(List.of("study", "explain", INPUT), List.of("study", "show", INPUT));
    file("study", write("small.yaml", STUDY), FILE, explain, Optional.empty());
    file(
        "study",
        write("large.yaml", ok("study", "show", "table3")),
        FILE,
        explain,
        Optional.empty());
    Path claims = folder.resolve("claims.yaml");
    try (InputStream shipped = Samples.class.getResourceAsStream("/claims.yaml")) {
      Files.copy(shipped, claims);
    }
    file(
        "claims",
        claims,
        FILE,
        List.of(
            List.of(
                "claims",
                "check",
                "--claims",
                INPUT,
                "--results",
                folder.resolve("none").toString())),
        Optional.empty());
    String states =
        "qpos0,qpos1,qvel0,qvel1,act0\n0,0.1,0,0,1\n0.1,-0.1,0.5,0.2,-1\n0,0,0,0,0.25\n";
    file(
        "states",
        write("states.csv", states),
        FILE,
        List.of(
            List.of(
                "env", "replay", "inverted-pendulum-v4", "--input", INPUT, "--output", SCRATCH)),
        Optional.empty());
    Files.createDirectories(folder.resolve("none"));
  }

  private void datasets() throws IOException {
    Path hdf5 = folder.resolve("set.hdf5");
    ok("dataset", "generate", "point-mass-medium-v0", "--steps", STEPS, "--output", hdf5);
    dataset("hdf5", hdf5, List.of(), Coding.NONE, false);
    dataset("csv", converted("set.csv"), List.of(), Coding.NONE, true);
    dataset("csv.gz", converted("set.csv.gz"), List.of(), Coding.GZIP, true);
    dataset("minari", converted("set.minari"), List.of(".json", ".hdf5"), Coding.NONE, true);

    // files of others have no hash, so that damage comes further
    for (String kind : List.of("hdf5", "csv", "minari")) {
      Cases.unpack(kind, folder.resolve(kind));
      String name = "plain." + kind;
      add(
          "other " + kind,
          folder.resolve(kind).resolve(name),
          name,
          List.of(),
          Coding.NONE,
          !kind.equals("hdf5"),
          Place.ARGUMENT,
          ofDataset(),
          CHECK,
          Optional.empty());
    }
  }

  private Path converted(String name) {
    Path file = folder.resolve(name);
    ok("dataset", "convert", folder.resolve("set.hdf5"), file);
    return file;
  }

  private static List<List<String>> ofDataset() {
    return List.of(
        List.of("dataset", "verify", INPUT),
        List.of("dataset", "info", INPUT),
        List.of("dataset", "convert", INPUT, SCRATCH + ".csv"),
        List.of("dataset", "convert", INPUT, SCRATCH + ".hdf5"),
        List.of(
            "label create --dataset INPUT --sampler logged --pairs 6 --segment-length 3 --output SCRATCH"
                .split(" ")));
  }

  private void dataset(
      String kind, Path original, List<String> damaged, Coding coding, boolean text) {
    Numbers rows =
        input -> {
          Path csv = input.resolveSibling("read.csv");
          Shell answer = Shell.run("dataset", "convert", input, csv);
          if (answer.code() != 0 || answer.err().contains("hash")) {
            return Optional.empty();
          }
          String data =
              Files.readAllLines(csv).stream()
                  .filter(line -> !line.startsWith("#"))
                  .collect(Collectors.joining("\n"));
          Files.delete(csv);
          return Optional.of(data);
        };
    add(
        kind,
        original,
        original.getFileName().toString(),
        damaged,
        coding,
        text,
        Place.ARGUMENT,
        ofDataset(),
        CHECK,
        Optional.of(rows));
  }

  private void preferences() {
    Path pairs = folder.resolve("pairs");
    ok(
        "label",
        "create",
        "--dataset",
        folder.resolve("set.hdf5"),
        "--sampler",
        "logged",
        "--pairs",
        6,
        "--segment-length",
        3,
        "--output",
        pairs);
    Numbers card =
        input -> {
          Shell answer = Shell.run("label", "audit", input); // no word on where they come from
          return answer.code() == 0 && !answer.err().contains("hash")
              ? Optional.of(answer.out().replace(input.toString(), ""))
              : Optional.empty();
        };
    List<List<String>> commands = List.of(List.of("label", "audit", INPUT));
    add(
        "pairs",
        pairs,
        "pairs",
        List.of("pairs.csv", "content-hash.txt"),
        Coding.NONE,
        true,
        Place.ARGUMENT,
        commands,
        CHECK,
        Optional.of(card));
    add(
        "segments",
        pairs,
        "pairs",
        List.of("segments.csv.gz"),
        Coding.GZIP,
        true,
        Place.ARGUMENT,
        commands,
        CHECK,
        Optional.of(card));
  }

  private void policies() {
    Path file = folder.resolve("small.policy");
    PolicyFiles.write(file, network("point-mass-v0", Activation.RELU));
    add(
        "policy",
        file,
        "small.policy",
        List.of(),
        Coding.SHA_256,
        false,
        Place.ARGUMENT,
        List.of(
            List.of("policy", "evaluate", INPUT, "--env", "point-mass-v0", "--episodes", "2"),
            List.of("env", "rollout", "point-mass-v0", "--policy", INPUT, "--episodes", "2")),
        FILE,
        Optional.empty());

    Path shelf = folder.resolve("shelf");
    GaussianPolicy novice = network("pendulum-v1", Activation.TANH);
    PolicyEvaluation evaluation = new PolicyEvaluation(2, 0, -1200, 100, 2, 200);
    PolicyShelf.put(
        shelf.resolve("policies"),
        new PolicyCard(
            "pendulum-v1",
            "novice",
            "none",
            1,
            0,
            "none",
            "none",
            0,
            evaluation,
            evaluation,
            PolicyFiles.checksum(novice)),
        novice);
    add(
        "card",
        shelf,
        "shelf",
        List.of(".json", "index"),
        Coding.NONE,
        true,
        Place.CLASS_PATH,
        List.of(
            List.of("policy", "list"),
            List.of("policy", "show", "pendulum-novice"),
            List.of("policy", "evaluate", "pendulum-novice", "--episodes", "2")),
        Set.of(2, 3, 5), // a policy that is not found is one that was typed wrong
        Optional.empty());
  }

  private static GaussianPolicy network(String environment, Activation output) {
    int inputs = Environments.registered().get(environment).spec().observations().size();
    int outputs = Environments.registered().get(environment).spec().actions().size();
    return new GaussianPolicy(
        GaussianPolicy.Form.GAUSSIAN,
        Environments.registered().get(environment).spec().actions(),
        Standardizer.identity(inputs),
        Mlp.initial(List.of(inputs, 8, 8, outputs), output, new Seed(1)),
        new float[outputs]);
  }

  private void results() throws IOException {
    Path study = write("tiny.yaml", STUDY);
    Path results = folder.resolve("results");
    ok("run", study, "--output", results, "--jobs", 1);
    Numbers rows =
        input -> {
          if (Shell.run("verify", input).code() != 0) {
            return Optional.empty();
          }
          Map<String, String> read = Timeless.all(input);
          read.remove("study.yaml"); // may be written in other words
          return Optional.of(read.toString());
        };
    add(
        "results",
        results,
        "results",
        List.of("trials.csv", "study.yaml", "provenance.json", "code.csv", "times.json", ".json"),
        Coding.NONE,
        true,
        Place.ARGUMENT,
        List.of(
            List.of("verify", INPUT),
            List.of("status", INPUT),
            List.of("report", INPUT),
            List.of("plot", INPUT, "--chart", "scores")),
        CHECK,
        Optional.of(rows));
    Path cards = folder.resolve("cards");
    ok("dataset", "cards", "--output", cards, "point-mass-medium-v0", "--steps", 100, "--jobs", 1);
    add(
        "dataset card",
        cards,
        "cards",
        List.of(".json"),
        Coding.NONE,
        true,
        Place.ARGUMENT,
        List.of(
            List.of(
                "dataset cards --output INPUT point-mass-medium-v0 --steps 100 --jobs 1"
                    .split(" "))),
        FILE,
        Optional.empty());
    Numbers again =
        input -> Optional.of(String.join("\n", Timeless.rows(input.resolveSibling("scratch"))));
    add(
        "cache",
        folder.resolve("home"),
        "home",
        List.of("manifest.txt", "code.csv", "policy", "data.hdf5", "pairs.csv", "segments.csv.gz"),
        Coding.NONE,
        true,
        Place.HOME,
        List.of(List.of("run", study.toString(), "--output", SCRATCH, "--jobs", "1")),
        Set.of(),
        Optional.of(again));
  }

  private void plugins() throws IOException {
    Path example = example();
    Path jar = folder.resolve("ipo.jar");
    PluginJar.build(jar, example.resolve("java"), example.resolve("resources"));
    add(
        "jar",
        jar,
        "ipo.jar",
        List.of(),
        Coding.NONE,
        false,
        Place.CLASS_PATH,
        List.of(
            List.of("method", "list"),
            List.of("method", "show", "ipo-example"),
            List.of("env", "list")),
        Set.of(2, 3),
        Optional.empty());
  }

  /** Returns the folder of the plug-in that the repository has as its example. */
  private static Path example() {
    Path example = Path.of("algorithms/src/example");
    return Files.isDirectory(example) ? example : Path.of("..").resolve(example);
  }

  private void file(
      String kind,
      Path original,
      Set<Integer> codes,
      List<List<String>> commands,
      Optional<Numbers> numbers) {
    String name = original.getFileName().toString();
    add(
        kind,
        original,
        name,
        List.of(),
        Coding.NONE,
        true,
        Place.ARGUMENT,
        commands,
        codes,
        numbers);
  }

  private void add(
      String kind,
      Path original,
      String name,
      List<String> damaged,
      Coding coding,
      boolean text,
      Place place,
      List<List<String>> commands,
      Set<Integer> codes,
      Optional<Numbers> numbers) {
    samples.add(
        new Sample(kind, original, name, damaged, coding, text, place, commands, codes, numbers));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static String ok(Object... command) {
    Shell answer = Shell.run(command);
    if (answer.code() != 0) {
      throw new IllegalStateException(List.of(command) + ": " + answer.err());
    }
    return answer.out();
  }
}
