package org.prefbench.offline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prefbench.core.FloatMatrix;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;

class BestEpisodesTest {
  private static Segment episode(int length) {
    return new Segment(
        new FloatMatrix(length + 1, 1),
        new FloatMatrix(length, 1),
        new FloatMatrix(length, 1),
        End.TERMINATED,
        Optional.empty());
  }

  /** Four episodes with the returns 3, 8, 8 and -1, of 10 steps in all. */
  @Test
  void theBestEpisodesMakeUpTheShare() {
    List<Segment> episodes = List.of(episode(3), episode(2), episode(1), episode(4));
    float[] rewards = {1, 1, 1, 4, 4, 8, -1, 0, 0, 0};
    Segment first = episodes.get(0);
    Segment second = episodes.get(1);
    Segment third = episodes.get(2);
    assertEquals(List.of(second), BestEpisodes.of(episodes, rewards, 0.1));
    assertEquals(List.of(second), BestEpisodes.of(episodes, rewards, 0.2));
    assertEquals(List.of(second, third), BestEpisodes.of(episodes, rewards, 0.21));
    assertEquals(List.of(second, third, first), BestEpisodes.of(episodes, rewards, 0.6));
    assertEquals(4, BestEpisodes.of(episodes, rewards, 1).size());
  }
}
