package org.prefbench.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.TryCatchBlock;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collections;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.prefbench.algorithm.AlgorithmFactory;

/** The architecture, as rules: who may import whom, one door per library, what no class may do. */
@AnalyzeClasses(packages = "org.prefbench", importOptions = ArchitectureTest.ProductionCode.class)
final class ArchitectureTest {

  // ---- who may import whom; data moves in one direction only

  @ArchTest static final ArchRule core = packageMayUse("core");

  @ArchTest static final ArchRule physics = packageMayUse("physics", "core");

  @ArchTest static final ArchRule process = packageMayUse("process", "core");

  @ArchTest static final ArchRule env = packageMayUse("env", "physics", "process", "core");

  @ArchTest static final ArchRule policy = packageMayUse("policy", "env", "process", "core");

  @ArchTest static final ArchRule dataset = packageMayUse("dataset", "policy", "env", "core");

  @ArchTest
  static final ArchRule preference =
      packageMayUse("preference", "dataset", "policy", "env", "core");

  @ArchTest static final ArchRule flow = packageMayUse("flow", "core");

  @ArchTest
  static final ArchRule algorithm =
      packageMayUse("algorithm", "preference", "dataset", "policy", "env", "core");

  @ArchTest static final ArchRule numeric = packageMayUse("numeric", "core");

  @ArchTest static final ArchRule network = packageMayUse("network", "numeric", "core");

  @ArchTest
  static final ArchRule nn =
      packageMayUse(
          "nn",
          "network",
          "numeric",
          "algorithm",
          "preference",
          "dataset",
          "policy",
          "env",
          "core");

  @ArchTest static final ArchRule shelf = packageMayUse("shelf", "policy", "env", "core");

  @ArchTest
  static final ArchRule segment =
      packageMayUse(
          "segment",
          "nn",
          "network",
          "numeric",
          "algorithm",
          "preference",
          "dataset",
          "policy",
          "env",
          "core");

  @ArchTest
  static final ArchRule reward =
      packageMayUse(
          "reward",
          "segment",
          "nn",
          "network",
          "numeric",
          "algorithm",
          "preference",
          "dataset",
          "policy",
          "env",
          "core");

  @ArchTest
  static final ArchRule rl =
      packageMayUse(
          "rl",
          "nn",
          "network",
          "numeric",
          "algorithm",
          "preference",
          "dataset",
          "policy",
          "env",
          "core");

  @ArchTest
  static final ArchRule offline =
      packageMayUse(
          "offline",
          "rl",
          "reward",
          "segment",
          "nn",
          "network",
          "numeric",
          "algorithm",
          "preference",
          "dataset",
          "policy",
          "env",
          "core");

  @ArchTest
  static final ArchRule generative =
      packageMayUse(
          "generative",
          "nn",
          "network",
          "numeric",
          "flow",
          "algorithm",
          "preference",
          "dataset",
          "policy",
          "env",
          "core");

  @ArchTest
  static final ArchRule method =
      packageMayUse(
          "method",
          "offline",
          "generative",
          "segment",
          "rl",
          "nn",
          "network",
          "numeric",
          "flow",
          "reward",
          "algorithm",
          "preference",
          "dataset",
          "policy",
          "env",
          "core");

  @ArchTest
  static final ArchRule methodsDoNotKnowEachOther =
      slices()
          .matching("org.prefbench.method.(*)..")
          .should()
          .notDependOnEachOther()
          .because("a method is read, changed and deleted alone; what two share has a room below")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule noMethodFileKnowsAnother =
      classes()
          .that()
          .resideInAPackage("org.prefbench.method..")
          .should(notKnowTheFileOfAnotherMethod())
          .because("a method is one file, which is deleted without a trace");

  @ArchTest
  static final ArchRule contract =
      packageMayUse(
          "contract",
          "nn",
          "network",
          "numeric",
          "algorithm",
          "preference",
          "dataset",
          "policy",
          "env",
          "core");

  @ArchTest
  static final ArchRule export =
      packageMayUse(
          "export",
          "generative",
          "nn",
          "network",
          "numeric",
          "flow",
          "algorithm",
          "preference",
          "dataset",
          "policy",
          "env",
          "core");

  @ArchTest static final ArchRule study = packageMayUse("study", "preference", "core");

  @ArchTest static final ArchRule code = packageMayUse("code", "core");

  @ArchTest static final ArchRule store = packageMayUse("store", "study", "code", "core");

  @ArchTest
  static final ArchRule stage =
      packageMayUse(
          "stage", "algorithm", "preference", "dataset", "policy", "env", "process", "core");

  @ArchTest
  static final ArchRule run =
      packageMayUse(
          "run",
          "stage",
          "store",
          "code",
          "study",
          "algorithm",
          "numeric",
          "preference",
          "dataset",
          "policy",
          "env",
          "process",
          "core");

  @ArchTest
  static final ArchRule training =
      packageMayUse(
          "training", "store", "method", "nn", "network", "numeric", "policy", "env", "core");

  @ArchTest static final ArchRule statistics = packageMayUse("statistics", "core");

  @ArchTest
  static final ArchRule comparison =
      packageMayUse("comparison", "statistics", "store", "study", "algorithm", "core");

  @ArchTest
  static final ArchRule theory =
      packageMayUse("theory", "comparison", "statistics", "store", "study", "core");

  @ArchTest static final ArchRule published = packageMayUse("published", "study", "core");

  @ArchTest static final ArchRule drawing = packageMayUse("drawing", "core");

  @ArchTest static final ArchRule plot = packageMayUse("plot", "drawing", "core");

  @ArchTest
  static final ArchRule chart =
      packageMayUse(
          "chart",
          "plot",
          "drawing",
          "published",
          "comparison",
          "statistics",
          "store",
          "study",
          "algorithm",
          "core");

  @ArchTest
  static final ArchRule report =
      packageMayUse(
          "report",
          "chart",
          "plot",
          "theory",
          "published",
          "comparison",
          "statistics",
          "store",
          "study",
          "env",
          "core");

  @ArchTest
  static final ArchRule results =
      packageMayUse(
          "results",
          "report",
          "comparison",
          "statistics",
          "store",
          "code",
          "study",
          "algorithm",
          "core");

  @ArchTest
  static final ArchRule claims =
      packageMayUse(
          "claims", "report", "published", "comparison", "statistics", "store", "study", "core");

  @ArchTest
  static final ArchRule render = packageMayUse("render", "drawing", "policy", "env", "core");

  @ArchTest
  static final ArchRule canvas = packageMayUse("canvas", "dataset", "policy", "env", "core");

  @ArchTest
  static final ArchRule desk =
      packageMayUse("desk", "canvas", "reward", "preference", "dataset", "env", "core");

  @ArchTest
  static final ArchRule page =
      packageMayUse(
          "page",
          "report",
          "chart",
          "plot",
          "comparison",
          "statistics",
          "store",
          "study",
          "canvas",
          "algorithm",
          "core");

  @ArchTest
  static final ArchRule cli =
      packageMayUse(
          "cli",
          "page",
          "canvas",
          "run",
          "training",
          "render",
          "desk",
          "claims",
          "results",
          "report",
          "chart",
          "plot",
          "drawing",
          "theory",
          "published",
          "comparison",
          "statistics",
          "store",
          "study",
          "shelf",
          "contract",
          "export",
          "process",
          "algorithm",
          "numeric",
          "preference",
          "dataset",
          "policy",
          "env",
          "core");

  @ArchTest
  static final ArchRule commandsAboutOneThingDoNotKnowThoseAboutAnother =
      slices()
          .matching("org.prefbench.cli.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(alwaysTrue(), resideInAPackage("org.prefbench.cli.shared.."))
          .because("what commands share belongs in cli.shared");

  @ArchTest
  static final ArchRule packagesGoInNoCircle =
      slices()
          .matching("org.prefbench.(**)")
          .should()
          .beFreeOfCycles()
          .because("data moves in one direction only");

  // ---- one door per library

  @ArchTest
  static final ArchRule trainingEngine =
      onlyIn(Set.of("nn", "segment", "reward", "rl", "generative", "method"), "ai.djl");

  @ArchTest
  static final ArchRule charts =
      onlyIn(
          Set.of("plot"),
          "org.knowm.xchart",
          "org.apache.batik",
          "org.apache.pdfbox",
          "de.rototor");

  @ArchTest
  static final ArchRule distributions =
      onlyIn(Set.of("statistics", "theory"), "org.apache.commons.statistics");

  @ArchTest static final ArchRule tables = onlyIn(Set.of("report", "results"), "tech.tablesaw");

  @ArchTest
  static final ArchRule csv =
      onlyIn(
          Set.of("store", "dataset.format", "preference", "comparison", "published", "results"),
          "org.apache.commons.csv");

  @ArchTest static final ArchRule vectors = onlyIn(Set.of("numeric"), "jdk.incubator.vector");

  @ArchTest static final ArchRule classFiles = onlyIn(Set.of("code"), "org.objectweb.asm");

  @ArchTest static final ArchRule nativeCalls = onlyIn(Set.of("contract"), "com.sun.jna");

  @ArchTest static final ArchRule hdf5 = onlyIn(Set.of("dataset.format"), "io.jhdf");

  @ArchTest
  static final ArchRule networksOfOthers = onlyIn(Set.of("policy.onnx"), "ai.onnxruntime");

  @ArchTest static final ArchRule commands = onlyIn(Set.of("cli"), "picocli");

  @ArchTest
  static final ArchRule json =
      onlyIn(
          Set.of("study", "store", "shelf", "dataset", "desk", "page", "cli"),
          "com.fasterxml.jackson",
          "tools.jackson");

  /** Libraries that come along with the ones above are nobody's business. */
  @ArchTest
  static final ArchRule transitiveLibraries =
      onlyIn(
          Set.of(),
          "org.slf4j",
          "com.google",
          "org.apache.commons.io",
          "org.apache.commons.codec",
          "org.apache.commons.lang3",
          "org.apache.commons.math3",
          "org.apache.commons.compress",
          "it.unimi.dsi",
          "org.yaml.snakeyaml",
          "sun",
          "jdk.internal");

  // ---- the same seed gives the same bytes

  /** What nobody may guess must not follow from a seed. */
  private static final String SECRETS = "org.prefbench.desk.Secret";

  @ArchTest
  static final ArchRule randomnessComesFromSeed =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(SECRETS)
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(
              Random.class, SplittableRandom.class, ThreadLocalRandom.class, SecureRandom.class)
          .orShould(call(Math.class, "random"))
          .orShould(call(StrictMath.class, "random"))
          .orShould(call(UUID.class, "randomUUID"))
          .orShould(call(Collections.class, "shuffle"))
          .orShould(call(RandomGenerator.class, "getDefault", "of"))
          .because("every number must follow from the key of its stream: use core.Seed");

  @ArchTest
  static final ArchRule transcendentalFunctionsAreStrict =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.prefbench.chart..", "org.prefbench.plot..")
          .should(
              call(
                  Math.class,
                  "sin",
                  "cos",
                  "tan",
                  "asin",
                  "acos",
                  "atan",
                  "atan2",
                  "sinh",
                  "cosh",
                  "tanh",
                  "exp",
                  "expm1",
                  "log",
                  "log10",
                  "log1p",
                  "pow",
                  "cbrt",
                  "hypot"))
          .because("the last bit of Math's functions depends on the platform: use StrictMath");

  @ArchTest
  static final ArchRule textDoesNotDependOnTheLocale =
      noClasses()
          .should(
              callWhere(
                  "format or change case in the default locale",
                  target -> formatsInDefaultLocale(target)))
          .because("files and messages must be the same everywhere: pass Locale.ROOT");

  @ArchTest
  static final ArchRule numbersInALossOutliveIt =
      noClasses()
          .should(
              callWhere(
                  "hand the engine a number that a derivative reads",
                  ArchitectureTest::lendsANumberToADerivative))
          .because("the engine lets the number's memory go before the derivative: see nn.Pass");

  // ---- habits

  @ArchTest
  static final ArchRule standardStreamsBelongToTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.prefbench.cli..")
          .should(ACCESS_STANDARD_STREAMS)
          .because("standard output is the result of a command, standard error its progress");

  @ArchTest
  static final ArchRule onlyTheCommandLineExits =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.prefbench.cli..")
          .should(call(System.class, "exit"))
          .orShould(call(Runtime.class, "exit", "halt"))
          .because("a library reports a failure to its caller by an exception");

  @ArchTest
  static final ArchRule staticFieldsAreFinal =
      fields()
          .that()
          .areStatic()
          .should()
          .beFinal()
          .because("static mutable state makes runs depend on their order");

  @ArchTest
  static final ArchRule exceptionsAreCaughtByName =
      codeUnits()
          .should(notCatch(Exception.class, RuntimeException.class))
          .because("a catch-all hides the failures nobody thought of");

  @ArchTest
  static final ArchRule noAbstractPrefix =
      noClasses()
          .should()
          .haveSimpleNameStartingWith("Abstract")
          .because("the name of a class says what it is, not how it is made");

  // ---- size

  /**
   * Rooms with a file for each member or stage grow with their members, and are read one by one.
   */
  private static final Set<String> FILE_PER_MEMBER =
      Set.of("physics", "chart", "env.classic", "method.");

  private static final int LARGEST_PACKAGE = 20; // files, beside the one that explains it

  @ArchTest
  static void noPackageIsCrowded(JavaClasses classes) throws IOException {
    Map<String, Integer> crowded = new TreeMap<>();
    packagesOnDisk()
        .forEach(
            (name, files) -> {
              String room = name.substring("org.prefbench.".length()) + ".";
              if (files.size() - 1 > LARGEST_PACKAGE
                  && FILE_PER_MEMBER.stream().noneMatch(room::startsWith)) {
                crowded.put(name, files.size());
              }
            });
    assertEquals(Map.of(), crowded, "packages of more than " + LARGEST_PACKAGE + " files");
  }

  // ---- documentation

  @ArchTest
  static void everyPackageExplainsItself(JavaClasses classes) throws IOException {
    Set<String> undocumented = new TreeSet<>();
    for (Map.Entry<String, List<Path>> each : packagesOnDisk().entrySet()) {
      Path info = each.getValue().get(0).resolveSibling("package-info.java");
      if (!Files.exists(info) || !Files.readString(info).startsWith("/**")) {
        undocumented.add(each.getKey());
      }
    }
    assertEquals(Set.of(), undocumented, "packages without a package-info.java with a comment");
    Set<String> imported =
        classes.stream()
            .map(JavaClass::getPackageName)
            .collect(Collectors.toCollection(TreeSet::new));
    imported.removeAll(packagesOnDisk().keySet());
    // Guards the other rules: they must see the production code of all modules and nothing else.
    assertEquals(Set.of(), imported, "packages of classes without sources: stale or test code");
    assertFalse(classes.isEmpty());
  }

  /** Returns the files of each package of production code, in all modules. */
  private static Map<String, List<Path>> packagesOnDisk() throws IOException {
    Map<String, List<Path>> packages = new TreeMap<>();
    Path root = repository();
    for (String module : List.of("envs", "algorithms", "experiments")) {
      Path sources = root.resolve(module).resolve("src/main/java");
      try (Stream<Path> folders = Files.walk(sources).filter(Files::isDirectory)) {
        for (Path folder : folders.toList()) {
          List<Path> files = javaFiles(folder);
          if (!files.isEmpty()) {
            packages.put(
                sources.relativize(folder).toString().replace('/', '.').replace('\\', '.'), files);
          }
        }
      }
    }
    return packages;
  }

  private static List<Path> javaFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  private static Path repository() {
    Path module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    return Files.exists(module.resolve("envs")) ? module : module.getParent();
  }

  // ---- vocabulary

  private static String[] packages(String... names) {
    return Arrays.stream(names).map(name -> "org.prefbench." + name + "..").toArray(String[]::new);
  }

  private static ArchRule packageMayUse(String name, String... others) {
    return classes()
        .that()
        .resideInAPackage("org.prefbench." + name + "..")
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage("org.prefbench..")
                .or(resideInAnyPackage(packages(name)))
                .or(resideInAnyPackage(packages(others)))
                .as("are in one of " + name + " " + String.join(" ", others)))
        .because("data moves in one direction only")
        .allowEmptyShould(true);
  }

  private static ArchRule onlyIn(Set<String> doors, String... libraries) {
    String[] names = new TreeSet<>(doors).toArray(String[]::new);
    return noClasses()
        .that(
            describe(
                "are outside " + (names.length == 0 ? "any door" : String.join(", ", names)),
                type -> !resideInAnyPackage(packages(names)).test(type)))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            Arrays.stream(libraries).map(library -> library + "..").toArray(String[]::new))
        .because("each library has one door, so that it can be replaced there");
  }

  private static ArchCondition<JavaClass> notKnowTheFileOfAnotherMethod() {
    return new ArchCondition<>("not know the file of another method") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        if (!isMethod(file(type))) {
          return; // a second file of a method
        }
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          JavaClass other = file(dependency.getTargetClass());
          if (isMethod(other) && !other.equals(file(type))) {
            events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
          }
        }
      }
    };
  }

  private static boolean isMethod(JavaClass type) {
    return type.isAssignableTo(AlgorithmFactory.class)
        && type.getPackageName().startsWith("org.prefbench.method.");
  }

  /** Returns the class that the file of a class is named after. */
  private static JavaClass file(JavaClass type) {
    JavaClass base = type.getBaseComponentType();
    return base.getEnclosingClass().map(ArchitectureTest::file).orElse(base);
  }

  private static ArchCondition<JavaClass> call(Class<?> owner, String... methods) {
    Set<String> names = Set.of(methods);
    return callWhere(
        "call " + owner.getSimpleName() + "." + String.join("/", new TreeSet<>(names)),
        access ->
            access.getTargetOwner().isEquivalentTo(owner) && names.contains(access.getName()));
  }

  /** Method references count as calls. */
  private static ArchCondition<JavaClass> callWhere(
      String description, Predicate<JavaAccess<?>> calls) {
    return new ArchCondition<>(description) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (JavaAccess<?> access : type.getAccessesFromSelf()) {
          if (calls.test(access)) {
            events.add(SimpleConditionEvent.satisfied(access, access.getDescription()));
          }
        }
      }
    };
  }

  private static boolean formatsInDefaultLocale(JavaAccess<?> access) {
    if (!(access instanceof JavaCodeUnitAccess<?> call)) {
      return false;
    }
    JavaClass owner = call.getTargetOwner();
    List<JavaClass> parameters = call.getTarget().getRawParameterTypes();
    if (parameters.stream().anyMatch(type -> type.isEquivalentTo(Locale.class))) {
      return false;
    }
    return switch (call.getName()) {
      case "format", "printf" ->
          owner.isEquivalentTo(String.class)
              || owner.isEquivalentTo(Formatter.class)
              || owner.isAssignableTo(PrintStream.class)
              || owner.isAssignableTo(PrintWriter.class);
      case "formatted", "toLowerCase", "toUpperCase" -> owner.isEquivalentTo(String.class);
      default -> false;
    };
  }

  private static boolean lendsANumberToADerivative(JavaAccess<?> access) {
    if (!(access instanceof JavaCodeUnitAccess<?> call)) {
      return false;
    }
    return switch (call.getTargetOwner().getName() + "." + call.getName()) {
      case "ai.djl.ndarray.NDArray.mul",
          "ai.djl.ndarray.NDArray.muli",
          "ai.djl.ndarray.NDArray.div",
          "ai.djl.ndarray.NDArray.divi",
          "ai.djl.ndarray.NDArray.mod",
          "ai.djl.ndarray.NDArray.modi",
          "ai.djl.ndarray.NDArray.pow",
          "ai.djl.ndarray.NDArray.powi",
          "ai.djl.ndarray.NDArray.maximum",
          "ai.djl.ndarray.NDArray.minimum" ->
          call.getTarget().getRawParameterTypes().stream()
              .anyMatch(type -> type.isEquivalentTo(Number.class));
      case "ai.djl.ndarray.NDArray.scaleGradient", "ai.djl.nn.Activation.swish" -> true;
      default -> false;
    };
  }

  private static ArchCondition<JavaCodeUnit> notCatch(Class<?>... types) {
    Set<String> names = Arrays.stream(types).map(Class::getName).collect(Collectors.toSet());
    return new ArchCondition<>("not catch " + String.join(" or ", new TreeSet<>(names))) {
      @Override
      public void check(JavaCodeUnit unit, ConditionEvents events) {
        for (TryCatchBlock block : unit.getTryCatchBlocks()) {
          for (JavaClass caught : block.getCaughtThrowables()) {
            if (names.contains(caught.getName())) {
              events.add(
                  SimpleConditionEvent.violated(
                      block,
                      "catches " + caught.getName() + " in " + block.getSourceCodeLocation()));
            }
          }
        }
      }
    };
  }

  /** Leaves out test classes, in folders and in the test jars of other modules. */
  static final class ProductionCode implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/test-classes/") && !location.contains("-tests.jar");
    }
  }
}
