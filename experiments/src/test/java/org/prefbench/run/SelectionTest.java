package org.prefbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prefbench.core.InvalidInputException;
import org.prefbench.run.Selection.Shard;
import org.prefbench.run.worker.Job;
import org.prefbench.study.Study;
import org.prefbench.study.StudyFile;
import org.prefbench.study.Trial;

class SelectionTest {
  private static final Study TABLE = StudyFile.load("table3", Map.of()).study();

  private static Selection shard(int index, int count) {
    return new Selection(Optional.empty(), Optional.of(new Shard(index, count)), false);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 64})
  void shardsAreTheStudyEachTrialOnceAndOfOneSize(int count) {
    List<Trial> all = new ArrayList<>();
    for (int index = 1; index <= count; index++) {
      List<Trial> part = shard(index, count).trials(TABLE);
      assertTrue(Math.abs(part.size() - TABLE.trials().size() / (double) count) < 1);
      all.addAll(part);
    }
    assertEquals(TABLE.trials().size(), all.size());
    assertEquals(Set.copyOf(TABLE.trials()), Set.copyOf(all));
  }

  @Test
  void noShardHasAllTrialsOfAMethod() {
    int count = TABLE.methods().size(); // in which the order of the study would give each its own
    for (int index = 1; index <= count; index++) {
      Set<String> methods = new HashSet<>();
      shard(index, count).trials(TABLE).forEach(trial -> methods.add(trial.method().label()));
      assertTrue(methods.size() > count / 2, () -> methods + " of " + count);
    }
  }

  @Test
  void inputsAreDealtOutToo() {
    List<Job.Stage> all = new ArrayList<>();
    for (int index = 1; index <= 4; index++) {
      Optional<Shard> part = Optional.of(new Shard(index, 4));
      Selection inputs = new Selection(Optional.empty(), part, true);
      all.addAll(inputs.stages(TABLE));
      assertEquals(
          inputs.stages(TABLE).size() * TABLE.methods().size(), inputs.trials(TABLE).size());
    }
    assertEquals(TABLE.tasks().size() * TABLE.runs(), all.size());
    assertEquals(all.size(), Set.copyOf(all).size());
  }

  @Test
  void aPatternChoosesWithinAShard() {
    String pattern = "*/" + TABLE.methods().get(0).label() + "/*";
    Selection both = new Selection(Optional.of(pattern), Optional.of(new Shard(2, 3)), false);
    List<Trial> expected =
        shard(2, 3).trials(TABLE).stream().filter(trial -> trial.matches(pattern)).toList();
    assertEquals(expected, both.trials(TABLE));
  }

  @Test
  void aPartOfNothingIsRefused() {
    int count = TABLE.trials().size() + 1;
    Selection last = shard(count, count);
    Exception refusal = assertThrows(InvalidInputException.class, () -> last.trials(TABLE));
    assertTrue(
        refusal.getMessage().startsWith("shard " + count + "/" + count + " of table3 has nothing"),
        refusal.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "3; shard must be K/N, such as 1/3 for the first of three, got '3'",
        "a/3; shard must be K/N, such as 1/3 for the first of three, got 'a/3'",
        "0/3; shard must be in [1, 3], got 0",
        "4/3; shard must be in [1, 3], got 4",
        "1/0; number of shards must be >= 1, got 0"
      })
  void aShardThatIsNone(String text, String message) {
    Exception refusal = assertThrows(InvalidInputException.class, () -> Shard.parse(text));
    assertEquals(message, refusal.getMessage());
  }
}
