package org.prefbench.cli.dataset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.Candidates;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Parameters;
import org.prefbench.preference.Annotator;
import org.prefbench.preference.LabelerFactory;
import org.prefbench.preference.Labelers;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Who labels: one teacher, or several with their shares. */
final class TeacherOptions {
  private static final Pattern FORM = Pattern.compile("(?:([^=:]+)=)?([^=:]+)(?::([^=:]+))?");

  @Option(
      names = "--teacher",
      paramLabel = "ID|[NAME=]ID:SHARE",
      completionCandidates = Candidates.Teachers.class,
      description = {
        "Who labels, see 'label teachers' (default: oracle).",
        "Repeated, with a share each: several annotators, called by their names or ids. Whose a "
            + "pair is comes from a random stream of its own."
      })
  private List<String> teachers = List.of("oracle");

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "A parameter of the teacher; of one of several NAME.KEY=VALUE. May be repeated.")
  private List<String> set = List.of();

  /**
   * Returns the annotators.
   *
   * @throws CommandLine.ParameterException if what was typed breaks a rule
   */
  List<Annotator> annotators(CommandLine command) {
    Map<String, String> settings = Arguments.settings(command, set);
    return Arguments.typed(
        command,
        () -> {
          List<Annotator> annotators =
              teachers.size() == 1
                  ? List.of(annotator(teachers.get(0), settings))
                  : several(settings);
          Annotator.check("--teacher", annotators);
          annotators.forEach(
              one -> check(Labelers.registered().get(one.teacher()), one.parameters()));
          return annotators;
        });
  }

  private List<Annotator> several(Map<String, String> settings) {
    Map<String, Map<String, String>> own = new HashMap<>();
    settings.forEach(
        (key, value) -> {
          int at = key.indexOf('.');
          Checks.require(
              at > 0,
              "--set must be NAME.KEY=VALUE where there are several teachers, got '%s'",
              key);
          own.computeIfAbsent(key.substring(0, at), name -> new TreeMap<>())
              .put(key.substring(at + 1), value);
        });
    List<Annotator> annotators = new ArrayList<>();
    for (String text : teachers) {
      Checks.require(
          text.contains(":"),
          "--teacher must be [NAME=]ID:SHARE where there are several, got '%s'",
          text);
      Annotator bare = annotator(text, Map.of());
      annotators.add(
          new Annotator(
              bare.id(), bare.teacher(), own.getOrDefault(bare.id(), Map.of()), bare.share()));
    }
    List<String> ids = annotators.stream().map(Annotator::id).toList();
    for (String name : own.keySet()) {
      if (!ids.contains(name)) {
        throw Checks.unknown("annotator", name, ids);
      }
    }
    return annotators;
  }

  private static Annotator annotator(String text, Map<String, String> parameters) {
    Matcher matcher = FORM.matcher(text);
    Checks.require(matcher.matches(), "--teacher must be ID or [NAME=]ID:SHARE, got '%s'", text);
    String teacher = matcher.group(2);
    String name = matcher.group(1) == null ? teacher : matcher.group(1);
    return new Annotator(
        name, teacher, parameters, matcher.group(3) == null ? 1 : share(matcher.group(3), text));
  }

  private static double share(String number, String text) {
    try {
      return Double.parseDouble(number);
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          "the share of --teacher must be a number, got '" + text + "'", e);
    }
  }

  private static <P extends Record> void check(
      LabelerFactory<P> factory, Map<String, String> parameters) {
    Parameters.override(factory.id(), factory.defaults(), parameters);
  }
}
