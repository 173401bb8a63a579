package org.prefbench.dataset.format;

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

  private D4rlLayout() {}
}
