package org.prefbench.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.cli.Main;
import org.prefbench.core.JavaProcess;

/**
 * The program labels 200 queries by script, is killed in between, and nothing is lost or doubled.
 */
class DeskKillTest {
  private static final int PAIRS = 182; // and 18 repeats

  @TempDir private Path folder;

  private Process start() throws IOException {
    return new ProcessBuilder(
            JavaProcess.command(
                List.of(),
                List.of(),
                Main.class,
                List.of(
                    "desk",
                    "--dataset=pendulum-medium-v1",
                    "--annotator=me",
                    "--segment-length=5",
                    "--pairs=" + PAIRS,
                    "--output=" + folder)))
        .redirectOutput(folder.resolve("out.txt").toFile())
        .start();
  }

  /** Returns the first link that the program shows; what else it says is read and forgotten. */
  private static String link(Process process) throws IOException {
    BufferedReader said = process.errorReader();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.contains("#token=")) {
        Thread drain = new Thread(() -> said.lines().forEach(any -> {}));
        drain.setDaemon(true);
        drain.start();
        return line.substring(line.indexOf("http://"));
      }
    }
    throw new AssertionError("the desk did not open");
  }

  private static Answer script(int query) {
    return Answer.values()[query * 7 % 4];
  }

  private List<AnswerFile.Given> kept() {
    return AnswerFile.read(folder.resolve("labels-me.csv"));
  }

  private void assertAsScripted(List<AnswerFile.Given> answers) {
    for (int i = 0; i < answers.size(); i++) {
      assertEquals(script(i), answers.get(i).answer(), "answer " + i);
    }
  }

  @Test
  void nothingIsLostOrDoubled() throws Exception {
    int answered = 0;
    for (int killedAt : new int[] {1, 60, 61, 133, 198}) { // so that the last is given after it
      Process process = start();
      RawClient page = RawClient.open(link(process));
      JsonNode view = page.get("/query").json();
      assertEquals(200, view.get("total").asInt());
      int before = view.get("answered").asInt();
      assertTrue(before == answered || before == answered + 1, "the one in flight may count");
      for (int i = before; i < killedAt; i++) {
        assertEquals(200, page.post("/answer", RawClient.answer(i, script(i))).status());
      }
      answered = Math.max(before, killedAt);
      // one more, and the process is killed while it works on it
      try (Socket socket = page.connect()) {
        String body = RawClient.answer(answered, script(answered));
        socket.getOutputStream().write(RawClient.bytes(page.request("POST", "/answer"), body));
        process.destroyForcibly();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
      }
      List<AnswerFile.Given> kept = kept();
      assertTrue(kept.size() == answered || kept.size() == answered + 1, kept.size() + " kept");
      assertAsScripted(kept);
      // what a machine that lost its power may leave behind
      Files.writeString(
          folder.resolve("labels-me.csv"), kept.size() + ",17,fir", StandardOpenOption.APPEND);
    }
    Process process = start();
    RawClient page = RawClient.open(link(process));
    for (int i = page.get("/query").json().get("answered").asInt(); i < 200; i++) {
      assertEquals(200, page.post("/answer", RawClient.answer(i, script(i))).status());
    }
    assertEquals(200, page.post("/finish", "{}").status());
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue());
    assertEquals(200, kept().size());
    assertAsScripted(kept());
    assertEquals(201, Files.readAllLines(folder.resolve("labels-me.csv")).size());
    String out = Files.readString(folder.resolve("out.txt"));
    assertTrue(out.contains("answered     200\n"), out);
    assertEquals(PAIRS, new DeskFormat().read(folder, null).pairs().size());
  }
}
