package org.prefbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Algorithms;
import org.prefbench.cli.study.WorkerMain;
import org.prefbench.code.ClassPath;
import org.prefbench.code.Closure;
import org.prefbench.core.Seed;
import org.prefbench.dataset.GeneratedDataset;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.policy.PolicyFormat;
import org.prefbench.run.worker.RunListener;
import org.prefbench.stage.DatasetStage;
import org.prefbench.store.ResultStore;
import org.prefbench.study.Study;
import org.prefbench.study.StudyFile;
import org.prefbench.study.Trial;

/**
 * What a change of the program outdates: a study is run, and its status is asked for with altered
 * copies of the program's class files.
 */
class StageCodeTest {
  private static final String MASS = "point-mass-v0";
  private static final String PROCESS = "{command: [no-such-program]}"; // which nobody starts
  private static final StudyFile.Resolved STUDY =
      StudyFile.parse(
          "small.yaml",
          """
          id: small
          runs: 1
          tasks: [{dataset: hopper-medium-v2, steps: 60}, {dataset: walker2d-medium-v2, steps: 60}]
          reference: {method: bc, set: {steps: 2, hidden-size: 4}}
          preferences: {pairs: 8, segment-length: 2}
          protocol: {episodes: 1, checkpoints: 0, select: [last]}
          methods:
            - {method: dpo, set: {steps: 2}}
            - {method: marginal-bc, set: {steps: 2}}
            - {method: pfm, set: {steps: 2, hidden-size: 4}}
          """,
          Map.of());

  @TempDir private static Path folder;
  private static ResultStore store;

  /** What the modules consist of, by path; trained policies and test code apart. */
  private static final List<Map<String, byte[]>> modules = new ArrayList<>();

  /** All modules together. */
  private static final Map<String, byte[]> program = new TreeMap<>();

  @BeforeAll
  static void runAndReadTheProgram() throws IOException {
    Path output = folder.resolve("out");
    Runs.Summary summary =
        Runs.run(
            STUDY,
            output,
            new Runs.Options(
                1,
                Optional.empty(),
                folder.resolve("cache"),
                WorkerMain.class,
                List.of("test"),
                RunListener.SILENT));
    assertEquals(List.of(), summary.problems());
    store = new ResultStore(output);
    for (Path origin :
        ClassPath.origins(List.of(Seed.class, Algorithms.class, DatasetStage.class))) {
      modules.add(new TreeMap<>());
      if (Files.isDirectory(origin)) {
        try (Stream<Path> files = Files.walk(origin)) {
          for (Path file : files.filter(Files::isRegularFile).toList()) {
            keep(origin.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
          }
        }
      } else {
        try (ZipFile zip = new ZipFile(origin.toFile())) {
          for (ZipEntry entry : zip.stream().filter(one -> !one.isDirectory()).toList()) {
            keep(entry.getName(), zip.getInputStream(entry).readAllBytes());
          }
        }
      }
    }
  }

  private static void keep(String name, byte[] content) {
    if (!name.startsWith("policies/")) {
      modules.get(modules.size() - 1).put(name, content);
      program.put(name, content);
    }
  }

  /** Returns the path of the only file with a name, wherever it is. */
  private static String find(String ending) {
    List<String> found = program.keySet().stream().filter(name -> name.endsWith(ending)).toList();
    assertEquals(1, found.size(), ending + ": " + found);
    return found.get(0);
  }

  private static String className(String file) {
    return file.replace(".class", "").replace('/', '.');
  }

  /** Returns the status of the results by the program with some files replaced or added. */
  private static Status status(Map<String, byte[]> changes) throws IOException {
    Path altered = Files.createTempDirectory(folder, "altered");
    write(altered, changes);
    List<Path> path = new ArrayList<>(List.of(altered)); // the first that has a file wins
    path.addAll(StageCode.origins());
    return Status.of(store, code(path));
  }

  private static StageCode code(List<Path> path) {
    return new StageCode(new ClassPath(path, StageCodeTest.class.getClassLoader()));
  }

  private static void write(Path classes, Map<String, byte[]> files) throws IOException {
    for (Map.Entry<String, byte[]> entry : files.entrySet()) {
      Path file = classes.resolve(entry.getKey());
      Files.createDirectories(file.getParent());
      Files.write(file, entry.getValue());
    }
  }

  private static Status change(String file) throws IOException {
    return status(Map.of(file, file.endsWith(".class") ? altered(file) : other(file)));
  }

  /** Returns a class with a constant more. */
  private static byte[] altered(String file) {
    return rewritten(
        file,
        writer ->
            new ClassVisitor(Opcodes.ASM9, writer) {
              @Override
              public void visitEnd() {
                visitField(Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, "NEW", "I", null, 7).visitEnd();
                super.visitEnd();
              }
            });
  }

  /** Returns a class as it is when lines of comments are added to its source. */
  private static byte[] commented(String file) {
    return rewritten(
        file,
        writer ->
            new ClassVisitor(Opcodes.ASM9, writer) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String type, String signature, String[] exceptions) {
                return new MethodVisitor(
                    Opcodes.ASM9, super.visitMethod(access, name, type, signature, exceptions)) {
                  @Override
                  public void visitLineNumber(int line, Label start) {
                    super.visitLineNumber(line + 13, start);
                  }
                };
              }
            });
  }

  private static byte[] rewritten(String file, UnaryOperator<ClassVisitor> change) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(program.get(file)).accept(change.apply(writer), 0);
    byte[] bytes = writer.toByteArray();
    assertFalse(java.util.Arrays.equals(program.get(file), bytes), file);
    return bytes;
  }

  private static byte[] other(String file) {
    return (new String(program.get(file), StandardCharsets.UTF_8) + "\n ").getBytes();
  }

  private static void assertNothingIsOutdated(Status status) {
    assertEquals(List.of(), status.outdated());
    assertEquals(Map.of("ok", 6), status.trials());
    assertEquals(
        Map.of(
            "datasets", Map.of("ok", 2), "references", Map.of("ok", 2), "pairs", Map.of("ok", 2)),
        status.shared());
  }

  private static Set<String> lines(Status status) {
    return status.outdated().stream()
        .map(some -> some.count() + " " + some.what() + " by " + String.join(", ", some.by()))
        .collect(Collectors.toSet());
  }

  @Test
  void theProgramItselfAFolderAndAJarOfItAreTheSame() throws IOException {
    assertNothingIsOutdated(Runs.status(store.folder()));
    assertNothingIsOutdated(status(Map.of()));
    List<Path> folders = new ArrayList<>();
    List<Path> jars = new ArrayList<>();
    for (Map<String, byte[]> module : modules) {
      folders.add(Files.createTempDirectory(folder, "module"));
      write(folders.get(folders.size() - 1), module);
      jars.add(Files.createTempFile(folder, "module", ".jar"));
      try (ZipOutputStream zip =
          new ZipOutputStream(Files.newOutputStream(jars.get(jars.size() - 1)))) {
        for (Map.Entry<String, byte[]> entry : module.entrySet()) {
          zip.putNextEntry(new ZipEntry(entry.getKey()));
          zip.write(entry.getValue());
        }
      }
    }
    assertNothingIsOutdated(Status.of(store, code(folders)));
    assertNothingIsOutdated(Status.of(store, code(jars)));
  }

  @Test
  void aMethodMoreOutdatesNothing() throws IOException {
    String name = "org/prefbench/method/direct/Novel";
    ClassWriter writer = new ClassWriter(0);
    String factory = AlgorithmFactory.class.getName();
    writer.visit(
        Opcodes.V17,
        Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT,
        name,
        null,
        "java/lang/Object",
        new String[] {factory.replace('.', '/')});
    writer.visitEnd();
    String services = "META-INF/services/" + factory;
    String members = new String(program.get(services), StandardCharsets.UTF_8);
    assertNothingIsOutdated(
        status(
            Map.of(
                name + ".class",
                writer.toByteArray(),
                services,
                (members + className(name) + "\n").getBytes(StandardCharsets.UTF_8))));
  }

  /** Another method, a chart, the films, the command line, what writes results, other models. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/Rlhf.class",
        "/BestOfN.class",
        "/ScoreBarChart.class",
        "/GifWriter.class",
        "/StatusCommand.class",
        "/TrialRow.class",
        "/TrialRunner.class",
        "/Study.class",
        "/Ant.class",
        "/ant.xml",
        "/PolicyShelf.class",
        "/table3.yaml"
      })
  void whatNoResultIsMadeOfOutdatesNothing(String ending) throws IOException {
    assertNothingIsOutdated(change(find(ending)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/Hopper.class", "/Dpo.class", "/FlowMap.class", "/core/Seed.class"})
  void commentsOutdateNothing(String ending) throws IOException {
    assertNothingIsOutdated(status(Map.of(find(ending), commented(find(ending)))));
  }

  @Test
  void theFlowsMapOutdatesTrialsOfFlowMethodsOnly() throws IOException {
    String map = find("/FlowMap.class");
    Status status = change(map);
    assertEquals(Set.of("2 trials by " + className(map)), lines(status));
    assertEquals(Map.of("ok", 4, "outdated", 2), status.trials());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/Hopper.class", "/Hopper$V2.class", "/hopper.xml"})
  void theHopperOutdatesItsTaskOnly(String ending) throws IOException {
    String file = find(ending);
    String name = file.endsWith(".xml") ? file : className(file);
    assertEquals(
        Set.of(
            "1 datasets by " + name,
            "1 references by " + name,
            "1 pairs by " + name,
            "3 trials by " + name),
        lines(change(file)));
  }

  @Test
  void theTeacherLeavesDataAndReferenceAlone() throws IOException {
    String teacher = find("/ScriptedTeacher.class");
    assertEquals(
        Set.of("2 pairs by " + className(teacher), "6 trials by " + className(teacher)),
        lines(change(teacher)));
  }

  @Test
  void theReferencesMethodLeavesDataAlone() throws IOException {
    String method = find("/Bc.class");
    assertEquals(
        Set.of(
            "2 references by " + className(method),
            "2 pairs by " + className(method),
            "6 trials by " + className(method)),
        lines(change(method)));
  }

  /** Evaluation, and the streams of random numbers. */
  @ParameterizedTest
  @ValueSource(strings = {"/Evaluator.class", "/TrialStage.class"})
  void howTrialsAreEvaluatedOutdatesThemAlone(String ending) throws IOException {
    String name = className(find(ending));
    assertEquals(Set.of("6 trials by " + name), lines(change(find(ending))));
  }

  /**
   * The format is found by a service alone: it reads the policies that collect the data. The
   * kernels compute products of matrices, for those policies too; one of both does so here.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/core/Seed.class",
        "/Collector.class",
        "/D4rlWriter.class",
        "/GaussianPolicyFormat.class",
        "/VectorKernel.class",
        "/ScalarKernel.class"
      })
  void whatEverythingIsMadeOfOutdatesEverything(String ending) throws IOException {
    String name = className(find(ending));
    assertEquals(
        Set.of(
            "2 datasets by " + name,
            "2 references by " + name,
            "2 pairs by " + name,
            "6 trials by " + name),
        lines(change(find(ending))));
  }

  @Test
  void aChangeOfTheStudyIsNoneOfTheClasses() {
    Path output = folder.resolve("changed");
    // the results of the study under another protocol
    copy(store.folder(), output);
    ResultStore changed = new ResultStore(output);
    changed.begin(
        StudyFile.parse(
                "small.yaml", StudyFile.toYaml(STUDY.study()), Map.of("protocol.episodes", "2"))
            .study());
    assertEquals(Set.of("6 trials by "), lines(Runs.status(output)));
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was recorded before there was code.csv is told apart from what is known to be old. */
  @Test
  void resultsWithoutARecordOfTheirClassesSaySo() throws IOException {
    Path output = folder.resolve("unrecorded");
    copy(store.folder(), output);
    Files.delete(output.resolve("code.csv"));
    ResultStore old = new ResultStore(output);
    for (Trial trial : STUDY.study().trials()) {
      strip(old.file(trial), "code");
    }
    for (String task : List.of("hopper-medium-v2", "walker2d-medium-v2")) {
      strip(output.resolve("stages/" + task + "/run-0.json"), "code");
      strip(output.resolve("stages/" + task + "/run-0.json"), "inputs");
    }
    // they were made by other classes, too
    Path altered = Files.createTempDirectory(folder, "altered");
    String seed = find("/core/Seed.class");
    write(altered, Map.of(seed, altered(seed)));
    List<Path> path = new ArrayList<>(List.of(altered));
    path.addAll(StageCode.origins());
    Status status = Status.of(old, code(path));
    assertEquals(Map.of("unrecorded", 6), status.trials());
    assertEquals(Map.of("unrecorded", 2), status.shared().get("datasets"));
    assertEquals(List.of(), status.outdated());
  }

  /** Takes a component out of a file, one per line. */
  private static void strip(Path file, String component) throws IOException {
    String text = Files.readString(file);
    String stripped = text.replaceAll(",\n  \"hash\":[^\n]*", ""); // of the file as it was
    stripped = stripped.replaceAll(",\n  \"" + component + "\":[^\n]*(?=\n|,\n)", "");
    stripped = stripped.replaceAll("\\},\\n\\}", "}\n}");
    assertTrue(text.contains("\"" + component + "\":"), file + " has no " + component);
    assertFalse(stripped.contains("\"" + component + "\":"), stripped);
    Files.writeString(file, stripped);
  }

  // ---- what closures may hold

  private static final StageCode CODE = new StageCode();

  /** Returns the closures of every dataset, method and teacher that is registered. */
  private static Map<String, Closure> all() {
    Map<String, Closure> closures = new TreeMap<>();
    for (GeneratedDataset dataset : GeneratedDataset.all()) {
      closures.put(dataset.id(), CODE.dataset(CODE.generated(dataset)));
    }
    for (AlgorithmFactory<?> method : Algorithms.registered().all()) {
      StudyFile.Resolved study = Studies.of("[{method: " + method.id() + "}]", Map.of());
      Trial trial = study.study().trials().get(0);
      closures.put(method.id(), CODE.of(study.study(), trial).get(StageCode.TRIAL));
      closures.put("pairs", CODE.shared(study.study(), trial.task()).get(StageCode.PAIRS));
      StudyFile.Resolved trained =
          Studies.of("[{method: reference}]", Map.of("reference", "{method: " + method.id() + "}"));
      closures.put(
          "reference " + method.id(),
          CODE.shared(trained.study(), trained.study().tasks().get(0)).get(StageCode.REFERENCE));
    }
    StudyFile.Resolved candidates =
        Studies.of("[{method: reference}]", Map.of("preferences.candidates", "4"));
    closures.put(
        "pairs of candidates",
        CODE.shared(candidates.study(), candidates.study().tasks().get(0)).get(StageCode.PAIRS));
    for (String outside :
        List.of("{file: x.onnx, noise: 0.1}", "{file: x.pt, noise: 0.1}", "{command: [x]}")) {
      StudyFile.Resolved study = Studies.of("[{method: reference}]", Map.of("reference", outside));
      closures.put(
          "reference " + outside,
          CODE.shared(study.study(), study.study().tasks().get(0)).get(StageCode.REFERENCE));
    }
    return closures;
  }

  @Test
  void nothingThatAsksWritesOrShowsIsInAClosure() {
    Set<String> seen = new TreeSet<>();
    for (Map.Entry<String, Closure> closure : all().entrySet()) {
      for (String part : closure.getValue().parts().keySet()) {
        String file = part.replace('.', '/') + ".class";
        if (program.containsKey(file)) {
          seen.add(part.replaceFirst("org\\.prefbench\\.([a-z]+)\\..*", "$1"));
        }
      }
    }
    for (String aside :
        List.of(
            "run",
            "store",
            "study",
            "report",
            "chart",
            "render",
            "cli",
            "claims",
            "training",
            "shelf",
            "code")) {
      assertFalse(seen.contains(aside), aside + " is in a closure: " + seen);
    }
    assertTrue(seen.containsAll(List.of("core", "env", "stage", "method", "nn")), seen.toString());
  }

  /**
   * Returns the closures of the stages of a study of people's files.
   *
   * @param environment what the task says of its environment
   */
  private static Map<String, Closure> ofFiles(Path folder, String environment) throws IOException {
    Files.writeString(folder.resolve("pairs.csv"), "");
    String data = StageCodeTest.class.getResource("bring/plain-f4.hdf5").getPath();
    Study study =
        Studies.of(
                "[{method: reference}]",
                Map.of(
                    "tasks",
                    "[{dataset: mass, file: '" + data + "', environment: " + environment + "}]",
                    "reference",
                    "{}",
                    "preferences",
                    "{file: '" + folder + "'}"))
            .study();
    return CODE.shared(study, study.tasks().get(0));
  }

  @Test
  void aDatasetOfAFileReachesItsFormatAndItsEnvironment(@TempDir Path folder) throws IOException {
    Set<String> parts = ofFiles(folder, MASS).get(StageCode.DATASET).parts().keySet();
    assertTrue(parts.contains("org.prefbench.dataset.format.D4rlFormat"), parts.toString());
    assertTrue(parts.contains("org.prefbench.env.classic.PointMass"), parts.toString());
    assertFalse(parts.contains("org.prefbench.dataset.format.CsvFormat"), parts.toString());
    assertFalse(parts.contains("org.prefbench.policy.classic.PointMassBehaviors"));
  }

  /** And so does all that is made of it; which environments there are here does not matter. */
  @Test
  void aDatasetWhoseEnvironmentIsAProcessReachesWhatSpeaksWithIt(@TempDir Path folder)
      throws IOException {
    Set<String> parts = ofFiles(folder, PROCESS).get(StageCode.DATASET).parts().keySet();
    assertTrue(parts.contains("org.prefbench.stage.FileDatasetStage"), parts.toString());
    assertTrue(parts.contains("org.prefbench.env.process.ProcessEnvironment"), parts.toString());
    assertFalse(parts.contains("org.prefbench.env.classic.PointMass"), parts.toString());
  }

  @Test
  void everyClassThatComputesIsInAClosure(@TempDir Path folder) throws IOException {
    Set<String> reached = new TreeSet<>();
    all().values().forEach(closure -> reached.addAll(closure.parts().keySet()));
    for (String environment : List.of(MASS, PROCESS)) {
      ofFiles(folder, environment)
          .values()
          .forEach(closure -> reached.addAll(closure.parts().keySet()));
    }
    List<String> forgotten = new ArrayList<>();
    for (String file : program.keySet()) {
      if (file.startsWith("org/prefbench/stage/")
          && file.endsWith(".class")
          && !file.endsWith("package-info.class")
          && !reached.contains(className(file))) {
        forgotten.add(file);
      }
    }
    assertEquals(List.of(), forgotten);
  }

  @Test
  void aDatasetReachesNoOtherEnvironmentAndAMethodNoOtherMethod() {
    Map<String, Closure> all = all();
    for (GeneratedDataset dataset : GeneratedDataset.all()) {
      Set<String> parts = all.get(dataset.id()).parts().keySet();
      for (GeneratedDataset other : GeneratedDataset.all()) {
        String own = top(dataset.environment().getClass());
        String name = top(other.environment().getClass());
        assertEquals(own.equals(name), parts.contains(name), dataset.id() + ": " + name);
      }
    }
    for (AlgorithmFactory<?> method : Algorithms.registered().all()) {
      for (AlgorithmFactory<?> other : Algorithms.registered().all()) {
        assertEquals(
            method.id().equals(other.id()),
            all.get(method.id()).parts().containsKey(other.getClass().getName()),
            method.id() + ": " + other.id());
      }
    }
  }

  private static String top(Class<?> type) {
    return type.getNestHost().getName();
  }

  /** A model belongs to its task alone, and no task lacks its model. */
  @Test
  void everyModelIsPartOfItsTask() {
    List<String> models =
        program.keySet().stream().filter(file -> file.matches(".*/physics/[^/]+\\.xml")).toList();
    assertEquals(8, models.size(), models.toString());
    Map<String, Closure> all = all();
    for (GeneratedDataset dataset : GeneratedDataset.all()) {
      List<String> found =
          all.get(dataset.id()).parts().keySet().stream().filter(models::contains).toList();
      boolean robot = dataset.environment().getClass().getName().contains(".locomotion.");
      assertEquals(robot ? 1 : 0, found.size(), dataset.id() + ": " + found);
      if (robot) {
        String robotName = dataset.environment().spec().id().replaceAll("-v\\d+$", "");
        assertTrue(
            found.get(0).endsWith("/" + robotName.replace('-', '_') + ".xml"),
            dataset.id() + ": " + found);
      }
    }
  }

  /** A format that stands in the package of its policy is read with the policy. */
  @Test
  void everyFormatBelongsToSomething() {
    Set<String> reached = new TreeSet<>();
    all().values().forEach(closure -> reached.addAll(closure.parts().keySet()));
    for (PolicyFormat format : PolicyFiles.formats().all()) {
      assertTrue(reached.contains(format.getClass().getName()), format.id());
    }
  }

  @Test
  void theTrainingEngineCountsByItsVersion() {
    Set<String> libraries =
        all().get("dpo").parts().keySet().stream()
            .filter(part -> part.endsWith(".jar"))
            .collect(Collectors.toSet());
    assertTrue(
        libraries.stream().anyMatch(jar -> jar.matches("api-[0-9.]+\\.jar")), libraries.toString());
  }
}
