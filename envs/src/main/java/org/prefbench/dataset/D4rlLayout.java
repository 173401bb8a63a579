package org.prefbench.dataset;

import java.util.ArrayList;
import java.util.List;
import org.prefbench.core.Checks;
import org.prefbench.env.StateField;

/** The names in a D4RL file and in our part of its metadata. */
final class D4rlLayout {
  static final String OBSERVATIONS = "observations";
  static final String ACTIONS = "actions";
  static final String NEXT_OBSERVATIONS = "next_observations";
  static final String REWARDS = "rewards";
  static final String TERMINALS = "terminals";
  static final String TIMEOUTS = "timeouts";
  static final String INFOS = "infos";
  static final String ACTION_LOG_PROBABILITIES = "action_log_probs";
  static final String METADATA = "metadata";

  /** The group within the metadata that only our files have. */
  static final String PREFBENCH = "prefbench";

  static final String ENVIRONMENT = "environment";
  static final String STATE_FIELDS = "state_fields";
  static final String CONTENT_HASH = "content_hash";
  static final String NO_FIELDS = "none";

  private D4rlLayout() {}

  /** Returns state fields as text, for example {@code qpos:6 qvel:6}. */
  static String text(List<StateField> fields) {
    return fields.isEmpty()
        ? NO_FIELDS
        : String.join(" ", fields.stream().map(f -> f.name() + ":" + f.size()).toList());
  }

  /** Returns the state fields that {@link #text} wrote. */
  static List<StateField> fields(String text) {
    List<StateField> fields = new ArrayList<>();
    if (!text.equals(NO_FIELDS)) {
      for (String word : text.split(" ")) {
        Checks.require(
            word.matches("[a-z][a-z0-9_]*:[1-9][0-9]{0,8}"),
            "state fields must be like 'qpos:6 qvel:6', got '%s'",
            text);
        int colon = word.indexOf(':');
        fields.add(
            new StateField(word.substring(0, colon), Integer.parseInt(word.substring(colon + 1))));
      }
    }
    return fields;
  }
}
