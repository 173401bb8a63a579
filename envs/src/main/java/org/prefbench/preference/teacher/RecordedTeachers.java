package org.prefbench.preference.teacher;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.prefbench.dataset.Segment;
import org.prefbench.preference.Annotator;
import org.prefbench.preference.Annotators;
import org.prefbench.preference.Calibration;
import org.prefbench.preference.LabelerFactory;
import org.prefbench.preference.Labelers;
import org.prefbench.preference.PreferenceDataset;

/** The teachers who labelled a set, made again from what {@link Annotator#provenance} recorded. */
public final class RecordedTeachers {
  private static final String ONE = "teacher";
  private static final String SEVERAL = "annotator.";
  private static final Pattern ENTRY = Pattern.compile("(\\S+?)((?: \\S+=\\S+)*), share (\\S+)");

  private RecordedTeachers() {}

  /** Returns the segments of a set: the first and the second of pair after pair. */
  public static List<Segment> segments(PreferenceDataset preferences) {
    return preferences.pairs().stream()
        .flatMap(pair -> Stream.of(pair.first(), pair.second()))
        .toList();
  }

  /**
   * Returns them with the scales that they had, which come from the set's own segments. Empty if no
   * teacher of this installation is recorded, as of labels that people gave; if one looks beyond
   * the segments, for what went on there is not in the set; or if true rewards are not known.
   */
  public static Optional<Annotators> of(PreferenceDataset preferences) {
    List<Annotator> recorded = annotators(preferences.provenance());
    List<Segment> segments = segments(preferences);
    boolean answerable =
        !recorded.isEmpty()
            && recorded.stream().allMatch(one -> answers(one.teacher()))
            && segments.stream().noneMatch(one -> Double.isNaN(one.sumOfRewards()));
    return answerable
        ? Optional.of(Labelers.create(recorded, Calibration.of(segments)))
        : Optional.empty();
  }

  private static boolean answers(String teacher) {
    Optional<LabelerFactory<?>> known = Labelers.registered().find(teacher);
    return known.isPresent() && !known.get().looksBeyond();
  }

  private static List<Annotator> annotators(Map<String, String> provenance) {
    Map<String, String> parameters = new TreeMap<>();
    List<Annotator> several = new ArrayList<>();
    provenance.forEach(
        (key, text) -> {
          Matcher entry = ENTRY.matcher(text);
          if (key.startsWith(ONE + ".")) {
            parameters.put(key.substring(ONE.length() + 1), text);
          } else if (key.startsWith(SEVERAL) && entry.matches()) {
            several.add(annotator(key.substring(SEVERAL.length()), entry));
          }
        });
    return provenance.containsKey(ONE)
        ? List.of(new Annotator(provenance.get(ONE), parameters))
        : several;
  }

  private static Annotator annotator(String id, Matcher entry) {
    Map<String, String> parameters = new TreeMap<>();
    for (String setting : entry.group(2).strip().split(" ")) {
      int at = setting.indexOf('=');
      if (at > 0) {
        parameters.put(setting.substring(0, at), setting.substring(at + 1));
      }
    }
    return new Annotator(id, entry.group(1), parameters, Double.parseDouble(entry.group(3)));
  }
}
