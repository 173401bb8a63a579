package org.prefbench.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Parameters;

/** What a method says of itself and of its settings. */
final class SettingRules {
  private static final String KEBAB = "[a-z0-9]+(-[a-z0-9]+)*";

  private SettingRules() {}

  static Finding description(AlgorithmFactory<?> factory) {
    boolean id = factory.id().matches(KEBAB);
    boolean title = factory.title().matches("[^\n]*\\b(19|20)[0-9]{2}\\b[^\n]*");
    boolean family = factory.family() != null;
    return Rule.DESCRIPTION.finding(
        id && title && family,
        "id '"
            + factory.id()
            + "', family "
            + factory.family()
            + ", title '"
            + factory.title()
            + "'");
  }

  static Finding help(AlgorithmFactory<?> factory) {
    List<Parameters.Description> settings = Parameters.describe(factory.defaults());
    List<String> wrong =
        settings.stream()
            .filter(setting -> setting.help().isBlank() || !setting.key().matches(KEBAB))
            .map(Parameters.Description::key)
            .toList();
    return Rule.HELP.finding(
        wrong.isEmpty(),
        wrong.isEmpty()
            ? settings.size() + " settings"
            : "no @Help, or no such key: " + String.join(", ", wrong));
  }

  static <H extends Record> Finding defaults(AlgorithmFactory<H> factory) {
    H defaults = factory.defaults();
    Parameters.override(factory.id(), defaults, Map.of()); // calls the record's constructor
    ConfiguredAlgorithm method = ConfiguredAlgorithm.of(factory, Map.of());
    return Rule.DEFAULTS.finding(method.algorithm() != null, "needs " + method.needs());
  }

  static <H extends Record> Finding roundTrip(AlgorithmFactory<H> factory) {
    H defaults = factory.defaults();
    Map<String, String> text = Parameters.asText(defaults);
    H read = Parameters.override(factory.id(), defaults, text);
    return Rule.ROUND_TRIP.finding(
        read.equals(defaults),
        read.equals(defaults) ? text.toString() : defaults + " became " + read);
  }

  static Finding range(AlgorithmFactory<?> factory) {
    List<String> wrong = new ArrayList<>();
    int tried = 0;
    for (Parameters.Description setting : Parameters.describe(factory.defaults())) {
      List<String> values =
          switch (setting.type()) {
            case "double" -> List.of("NaN", "-Infinity");
            case "int", "long" -> List.of("-1");
            default -> List.<String>of();
          };
      for (String value : values) {
        tried++;
        Optional<Throwable> answer =
            Candidate.attempt(() -> ConfiguredAlgorithm.of(factory, Map.of(setting.key(), value)));
        String text = setting.key() + " = " + value;
        if (answer.isEmpty()) {
          wrong.add(text + " is taken");
        } else if (!(answer.get() instanceof InvalidInputException)
            || !answer.get().getMessage().startsWith(factory.id() + ".")) {
          wrong.add(text + " gives '" + Finding.oneLine(answer.get()) + "'");
        }
      }
    }
    return Rule.RANGE.finding(
        wrong.isEmpty(), wrong.isEmpty() ? tried + " values refused" : String.join("; ", wrong));
  }
}
