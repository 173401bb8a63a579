package org.prefbench.store.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.core.InvalidInputException;

class DatasetCardsTest {
  @TempDir private Path folder;

  @Test
  void binsAreTwoWideFromMinusTwentyAndTheLastTakeTheRest() {
    assertEquals(0, DatasetCard.bin(-20));
    assertEquals(0, DatasetCard.bin(-500));
    assertEquals(9, DatasetCard.bin(-0.1));
    assertEquals(10, DatasetCard.bin(0));
    assertEquals(60, DatasetCard.bin(100));
    assertEquals(79, DatasetCard.bin(138));
    assertEquals(79, DatasetCard.bin(1e9));
    List<Long> counts = DatasetCard.histogram(new double[] {0, 1.99, 2, 100});
    assertEquals(2, counts.get(10));
    assertEquals(1, counts.get(11));
    assertEquals(1, counts.get(60));
    assertEquals(4, counts.stream().mapToLong(Long::longValue).sum());
  }

  @Test
  void cardsComeBackInTheOrderOfAReader() {
    DatasetCards cards = new DatasetCards(folder.resolve("new"));
    DatasetCard expert = Cards.card("hopper-expert-v2", "hopper-v2", "expert", 100, 110);
    DatasetCard replay = Cards.card("hopper-medium-replay-v2", "hopper-v2", "medium-replay", 5);
    DatasetCard medium = Cards.card("hopper-medium-v2", "hopper-v2", "medium", 40, 41);
    DatasetCard ant = Cards.card("ant-medium-v2", "ant-v2", "medium", 80);
    List.of(expert, medium, ant, replay).forEach(cards::put);
    assertEquals(List.of(ant, replay, medium, expert), cards.all());
    assertEquals(Optional.of(medium), cards.get("hopper-medium-v2"));
    assertEquals(Optional.empty(), cards.get("hopper-random-v2"));
    DatasetCard again = Cards.card("hopper-expert-v2", "hopper-v2", "expert", 99);
    cards.put(again);
    assertEquals(List.of(ant, replay, medium, again), cards.all());
  }

  @Test
  void damageIsNamed() throws IOException {
    DatasetCards cards = new DatasetCards(folder);
    assertTrue(
        assertThrows(InvalidInputException.class, cards::all).getMessage().contains("no dataset"));
    cards.put(Cards.card("a-random-v0", "a-v0", "random", 1));
    Path file = folder.resolve("a-random-v0.json");
    Files.writeString(file, Files.readString(file).replace("\"steps\"", "\"stops\""));
    assertTrue(
        assertThrows(InvalidInputException.class, cards::all)
            .getMessage()
            .startsWith(file.toString()));
  }
}
