package org.prefbench.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With classes that are compiled for it. */
class ClassFileTest {
  @TempDir private Path folder;

  /** Compiles sources by path, with all debug information, and returns the folder of classes. */
  private Path compile(Map<String, String> sources) throws IOException {
    Path root = Files.createTempDirectory(folder, "program");
    List<Path> files = new ArrayList<>();
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = root.resolve("src").resolve(source.getKey());
      Files.createDirectories(file.getParent());
      files.add(Files.writeString(file, source.getValue()));
    }
    Path classes = Files.createDirectory(root.resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      String path =
          System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
      List<String> options =
          List.of("-g", "-parameters", "-proc:none", "-cp", path, "-d", classes.toString());
      assertTrue(
          compiler
              .getTask(
                  null, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
              .call());
    }
    return classes;
  }

  private Closure closure(Path classes, String... roots) {
    return new Closures(
            new ClassPath(List.of(classes), getClass().getClassLoader()),
            Set.of("a.left"),
            new Closures.Companions("a.Kind", List.of("a.Reader", "b.Stranger")),
            new Closures.Natives("junit-jupiter-api-", List.of("native-1.2.jar", "MODE=fast")))
        .of(Set.of(roots));
  }

  private static String read(String source) {
    return "package a; import org.prefbench.core.Help;\n" + source;
  }

  @Test
  void commentsLinesNamesOfLocalsAndHelpCountForNothing() throws IOException {
    String plain =
        "public record X(@Help(\"one\") int n) { int twice() { int a = 2; return a * n; } }";
    String dressed =
        """
        /** A comment. */
        public record X(@Help("another help") int n) {

          // the double
          int twice() {
            int factor = 2;
            return factor * n;
          }
        }
        """;
    Closure one = closure(compile(Map.of("a/X.java", read(plain))), "a.X");
    assertEquals(one.hash(), closure(compile(Map.of("a/X.java", read(dressed))), "a.X").hash());
    String thrice = plain.replace("= 2", "= 3");
    Closure other = closure(compile(Map.of("a/X.java", read(thrice))), "a.X");
    assertNotEquals(one.hash(), other.hash());
    assertEquals(Set.of("a.X"), one.differences(other));
  }

  /** Each of B to M stands in one other kind of place in a class file. */
  @Test
  void everyWayToReferToAClassIsFollowed() throws IOException {
    Map<String, String> sources =
        Map.ofEntries(
            Map.entry(
                "a/Root.java",
                """
                package a;
                import java.util.List;
                import java.util.function.Supplier;
                @G public class Root extends B implements C {
                  D field;
                  List<E> typeArgument;
                  F method(H[] array) { return null; }
                  void body(Object o, I choice) throws K {
                    Supplier<Object> lambda = () -> new J();
                    Supplier<Object> reference = L::make;
                    if (o instanceof M) { }
                    switch (choice) { case ONE: break; default: }
                    int constant = P.INLINED;
                  }
                }
                """),
            Map.entry("a/B.java", "package a; class B {}"),
            Map.entry("a/C.java", "package a; interface C {}"),
            Map.entry("a/D.java", "package a; class D { Deep deep; }"),
            Map.entry("a/Deep.java", "package a; class Deep {}"),
            Map.entry("a/E.java", "package a; class E {}"),
            Map.entry("a/F.java", "package a; class F {}"),
            Map.entry("a/G.java", "package a; @interface G {}"),
            Map.entry("a/H.java", "package a; class H {}"),
            Map.entry("a/I.java", "package a; enum I { ONE }"),
            Map.entry("a/J.java", "package a; class J {}"),
            Map.entry("a/K.java", "package a; class K extends Exception {}"),
            Map.entry("a/L.java", "package a; class L { static Object make() { return null; } }"),
            Map.entry("a/M.java", "package a; class M {}"),
            Map.entry("a/P.java", "package a; class P { static final int INLINED = 4; }"),
            Map.entry("a/Unused.java", "package a; class Unused { Root root; }"));
    assertEquals(
        Set.of(
            "a.Root",
            "a.Root$1",
            "a.B",
            "a.C",
            "a.D",
            "a.Deep",
            "a.E",
            "a.F",
            "a.G",
            "a.H",
            "a.I",
            "a.J",
            "a.K",
            "a.L",
            "a.M"),
        closure(compile(sources), "a.Root").parts().keySet());
  }

  @Test
  void aClassThatIsLoadedByItsNameIsReached() throws IOException {
    Path classes =
        compile(
            Map.of(
                "a/Loads.java",
                """
                package a;
                class Loads {
                  static final String NAME = "a.b.Hidden";
                  Class<?> load() throws ClassNotFoundException { return Class.forName(NAME); }
                }
                """,
                "a/Says.java",
                "package a; class Says { String name() { return \"a.b.Hidden\"; } }",
                "a/b/Hidden.java",
                "package a.b; public class Hidden { Behind behind; }",
                "a/b/Behind.java",
                "package a.b; class Behind {}"));
    assertEquals(
        Set.of("a.Loads", "a.b.Hidden", "a.b.Behind"),
        closure(classes, "a.Loads").parts().keySet());
    assertEquals(Set.of("a.Says"), closure(classes, "a.Says").parts().keySet());
  }

  /** What is nested in one file is told apart: only what is used counts. */
  @Test
  void neighborsInOneFileAreNotReached() throws IOException {
    Path classes =
        compile(
            Map.of(
                "a/Outer.java",
                """
                package a;
                class Outer {
                  static int shared;
                  static class One { int n = shared; }
                  static class Two { int n = shared; }
                }
                """));
    assertEquals(
        Set.of("a.Outer", "a.Outer$One"), closure(classes, "a.Outer$One").parts().keySet());
  }

  @Test
  void aCompanionJoinsWhatItBelongsTo() throws IOException {
    Path classes =
        compile(
            Map.of(
                "a/Kind.java", "package a; public interface Kind {}",
                "a/Thing.java", "package a; public class Thing implements Kind {}",
                "a/Reader.java",
                    "package a; class Reader { Object read() { return new Thing(); } }",
                "b/Stranger.java", "package b; class Stranger { Object a = new a.Thing(); }",
                "a/Maker.java", "package a; class Maker { Object make() { return new Thing(); } }",
                "a/Kin.java", "package a; class Kin { Kind kind; }"));
    assertEquals(
        Set.of("a.Maker", "a.Thing", "a.Kind", "a.Reader"),
        closure(classes, "a.Maker").parts().keySet());
    assertEquals(Set.of("a.Kin", "a.Kind"), closure(classes, "a.Kin").parts().keySet());
  }

  @Test
  void whatIsLeftOutEndsTheSearch() throws IOException {
    Path classes =
        compile(
            Map.of(
                "a/Root.java", "package a; class Root { a.left.Shelf shelf; }",
                "a/left/Shelf.java", "package a.left; public class Shelf { a.Behind behind; }",
                "a/Behind.java", "package a; public class Behind {}"));
    assertEquals(Set.of("a.Root"), closure(classes, "a.Root").parts().keySet());
  }

  @Test
  void aResourceCountsForWhoeverNamesIt() throws IOException {
    Path classes =
        compile(
            Map.of(
                "a/Loader.java",
                "package a; class Loader { static Object load(String file) {"
                    + " return Loader.class.getResourceAsStream(file); } }",
                "a/Hopper.java",
                "package a; class Hopper { Object model = Loader.load(\"hopper.xml\"); }",
                "a/Walker.java",
                "package a; class Walker { Object model = Loader.load(\"/a/walker.xml\"); }",
                "a/Composer.java",
                "package a; class Composer { Object model(String name) {"
                    + " return getClass().getResource(name + \".xml\"); } }"));
    Files.writeString(classes.resolve("a/hopper.xml"), "hopper");
    Files.writeString(classes.resolve("a/walker.xml"), "walker");
    assertEquals(
        Set.of("a.Hopper", "a.Loader", "a/hopper.xml"),
        closure(classes, "a.Hopper").parts().keySet());
    assertEquals(
        Set.of("a.Walker", "a.Loader", "a/walker.xml"),
        closure(classes, "a.Walker").parts().keySet());
    assertEquals(Set.of("a.Composer"), closure(classes, "a.Composer").parts().keySet());
    // a resource that nobody names may be read by whoever reads any
    Files.writeString(classes.resolve("a/swimmer.xml"), "swimmer");
    assertEquals(
        Set.of("a.Composer", "a/swimmer.xml"), closure(classes, "a.Composer").parts().keySet());
    assertEquals(
        Set.of("a.Hopper", "a.Loader", "a/hopper.xml", "a/swimmer.xml"),
        closure(classes, "a.Hopper").parts().keySet());
    Closure before = closure(classes, "a.Hopper");
    Files.writeString(classes.resolve("a/hopper.xml"), "another hopper");
    assertEquals(Set.of("a/hopper.xml"), before.differences(closure(classes, "a.Hopper")));
  }

  @Test
  void aLibraryCountsByTheNameOfItsJarAndTheJdkNotAtAll() throws IOException {
    Path classes =
        compile(
            Map.of(
                "a/Root.java",
                "package a; class Root { org.junit.jupiter.api.Test test; java.util.List<?> list; }"));
    Set<String> parts = closure(classes, "a.Root").parts().keySet();
    Path plain = compile(Map.of("a/Plain.java", "package a; class Plain {}"));
    assertEquals(4, parts.size(), parts.toString());
    // what the library computes with comes with it, and with nobody else
    assertTrue(parts.containsAll(Set.of("native-1.2.jar", "MODE=fast")), parts.toString());
    assertEquals(Set.of("a.Plain"), closure(plain, "a.Plain").parts().keySet());
    assertTrue(
        parts.stream().anyMatch(part -> part.matches("junit-jupiter-api-[0-9.]+\\.jar")),
        parts.toString());
    assertFalse(parts.contains("java.util.List"));
  }
}
