package org.prefbench.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * Whatever others may use explains itself. The compiler's doclint checks what a comment says; its
 * group {@code missing} would ask for {@code @param} and {@code @return} tags too, where a sentence
 * has said it.
 */
class DocumentationTest {
  private static final List<String> SOURCES =
      List.of(
          "../envs/src/main/java",
          "../algorithms/src/main/java",
          "../algorithms/src/example/java",
          "../experiments/src/main/java");

  @Test
  void whatIsPublicHasAComment() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String folder : SOURCES) {
      try (Stream<Path> walk = Files.walk(Path.of(folder))) {
        walk.filter(path -> path.toString().endsWith(".java")).forEach(files::add);
      }
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      assertEquals(List.of(), uncommented(compiler, manager.getJavaFileObjectsFromPaths(files)));
    }
  }

  /** The test can fail: every kind of member, of a type that is seen and of one that is not. */
  @Test
  void aMissingCommentIsFound() throws IOException {
    JavaFileObject source =
        new SimpleJavaFileObject(URI.create("string:///A.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return """
                public class A {
                  public int field;
                  int own;
                  /** Is explained. */
                  public A() {}
                  protected A(int value) {}
                  @Override
                  public String toString() { return ""; }
                  /** Is explained. */
                  protected interface Inner {
                    void method();
                  }
                  public enum Choice { ONE }
                  static class Hidden {
                    public void method() {}
                  }
                }
                """;
          }
        };
    assertEquals(
        List.of(
            "/A.java:1 A",
            "/A.java:2 field",
            "/A.java:6 <init>",
            "/A.java:11 method",
            "/A.java:13 Choice",
            "/A.java:13 ONE"),
        uncommented(ToolProvider.getSystemJavaCompiler(), List.of(source)));
  }

  /** Returns the places of those public and protected members that have no comment. */
  private static List<String> uncommented(
      JavaCompiler compiler, Iterable<? extends JavaFileObject> files) throws IOException {
    JavacTask task = (JavacTask) compiler.getTask(null, null, null, List.of(), null, files);
    List<String> found = new ArrayList<>();
    int count = 0;
    for (CompilationUnitTree unit : task.parse()) {
      new Members(DocTrees.instance(task), unit, found).scan(unit, null);
      count++;
    }
    assertTrue(count > 0);
    return found;
  }

  /** Walks over what is visible outside of its package. */
  private static final class Members extends TreePathScanner<Void, Void> {
    private final DocTrees comments;
    private final CompilationUnitTree unit;
    private final List<String> found;

    Members(DocTrees comments, CompilationUnitTree unit, List<String> found) {
      this.comments = comments;
      this.unit = unit;
      this.found = found;
    }

    @Override
    public Void visitClass(ClassTree type, Void nothing) {
      if (isVisible(type.getModifiers())) {
        check(type, type.getSimpleName().toString());
        super.visitClass(type, nothing);
      }
      return null;
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
      boolean overrides =
          method.getModifiers().getAnnotations().stream()
              .anyMatch(annotation -> annotation.getAnnotationType().toString().equals("Override"));
      if (isVisible(method.getModifiers()) && !overrides) {
        check(method, method.getName().toString());
      }
      return null; // what is inside is nobody else's
    }

    @Override
    public Void visitVariable(VariableTree field, Void nothing) {
      if (isVisible(field.getModifiers())) {
        check(field, field.getName().toString());
      }
      return null;
    }

    private boolean isVisible(ModifiersTree modifiers) {
      Set<Modifier> flags = modifiers.getFlags();
      Tree parent = getCurrentPath().getParentPath().getLeaf();
      boolean inInterface =
          parent.getKind() == Tree.Kind.INTERFACE || parent.getKind() == Tree.Kind.ANNOTATION_TYPE;
      return flags.contains(Modifier.PUBLIC)
          || flags.contains(Modifier.PROTECTED)
          || inInterface && !flags.contains(Modifier.PRIVATE);
    }

    private void check(Tree tree, String name) {
      String comment = comments.getDocComment(getCurrentPath());
      if (comment == null || comment.isBlank()) {
        long start = comments.getSourcePositions().getStartPosition(unit, tree);
        found.add(
            unit.getSourceFile().getName()
                + ":"
                + unit.getLineMap().getLineNumber(start)
                + " "
                + name);
      }
    }
  }
}
