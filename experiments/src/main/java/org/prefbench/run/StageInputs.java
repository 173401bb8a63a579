package org.prefbench.run;

import java.util.Map;
import org.prefbench.code.Closure;
import org.prefbench.core.Seed;
import org.prefbench.core.Sha256;
import org.prefbench.stage.DatasetStage;
import org.prefbench.study.Preferences;
import org.prefbench.study.Reference;
import org.prefbench.study.Study;
import org.prefbench.study.StudyFile;

/**
 * The hashes of everything that the shared stages of one run on one task depend on: what the study
 * asks, what comes before them, and their code.
 */
final class StageInputs {
  private final Study study;
  private final Study.Task task;
  private final Seed seed;
  private final StageCode codes;
  private final Map<String, Closure> code;

  StageInputs(Study study, Study.Task task, int run, StageCode codes) {
    this.study = study;
    this.task = task;
    seed = DatasetStage.seed(study.seed(), task.dataset(), run);
    this.codes = codes;
    code = codes.shared(study, task);
  }

  /** Returns the code of the stages by their names. */
  Map<String, Closure> code() {
    return code;
  }

  /** Returns the hash of what the dataset depends on. */
  String dataset() {
    return begun(StageCode.DATASET)
        .add(String.valueOf(task.steps()))
        .add(codes.source(task).hash())
        .hex();
  }

  /**
   * Returns the hash of what the reference policy depends on.
   *
   * @param datasetHash the data's own hash
   */
  String reference(String datasetHash) {
    Reference reference = study.reference(task);
    Sha256 hash = begun(StageCode.REFERENCE).add(datasetHash);
    return hash.add(codes.outside(reference).orElseGet(() -> StudyFile.hash(reference.training())))
        .add(code.get(StageCode.REFERENCE).hash())
        .hex();
  }

  /**
   * Returns the hash of what labelled pairs depend on.
   *
   * @param stream name of their random stream
   * @param datasetHash the data's own hash
   * @param referenceHash the reference's own hash
   */
  String pairs(String stream, Preferences settings, String datasetHash, String referenceHash) {
    Sha256 hash = begun(StageCode.PAIRS).add(stream).add(datasetHash).add(referenceHash);
    study.reference(task).pairsTemperature().ifPresent(one -> hash.add("at " + one));
    if (code.containsKey(StageCode.REFERENCE)) {
      hash.add(code.get(StageCode.REFERENCE).hash());
    }
    codes.labels(settings).ifPresent(hash::add);
    return hash.add(StudyFile.hash(settings.withPath(path -> Study.FILE)))
        .add(code.get(StageCode.PAIRS).hash())
        .hex();
  }

  private Sha256 begun(String stage) {
    return new Sha256()
        .add(stage)
        .add(task.dataset())
        .add(String.valueOf(seed.value()))
        .add(code.get(StageCode.DATASET).hash());
  }
}
