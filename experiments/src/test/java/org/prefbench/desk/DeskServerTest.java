package org.prefbench.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may speak with the desk, and what a request does: nothing at all if it is refused. */
class DeskServerTest {
  @TempDir private Path folder;

  private Desk desk;
  private DeskServer server;
  private RawClient page;
  private final List<String> links = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() throws IOException {
    desk =
        new Desk(Pendulums.folder(folder, 12, 5), "me", Pendulums.plan(12, 0), Clock.systemUTC());
    server = new DeskServer(desk, 0, 5, links::add);
    page = RawClient.open(links.get(0));
  }

  @AfterEach
  void close() {
    server.close();
    desk.close();
  }

  private List<String> answer() {
    return page.request("POST", "/answer");
  }

  private static List<String> with(List<String> lines, String name, String value) {
    List<String> changed = new ArrayList<>(lines);
    changed.removeIf(line -> line.startsWith(name + ":"));
    if (!value.isEmpty()) {
      changed.add(name + ": " + value);
    }
    return changed;
  }

  private void refused(int status, RawClient.Reply reply) throws IOException {
    assertEquals(status, reply.status(), reply.body());
    assertFalse(reply.json().get("error").asText().isEmpty());
    assertEquals(0, desk.answered());
    assertEquals(1, Files.readAllLines(folder.resolve("labels-me.csv")).size(), "the header");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.example",
        "null",
        "http://127.0.0.1",
        "http://127.0.0.1:1",
        "https://127.0.0.1:PORT",
        "http://localhost:PORT",
        "http://127.0.0.1:PORT.evil.example",
        ""
      })
  void aForeignOriginIsRefused(String origin) throws IOException {
    String own = origin.replace("PORT", String.valueOf(URI.create(links.get(0)).getPort()));
    refused(403, page.send(with(answer(), "Origin", own), RawClient.answer(0, Answer.LEFT)));
    if (!own.isEmpty()) { // a browser sends none with a page's own GET
      refused(403, page.send(with(page.request("GET", "/query"), "Origin", own), ""));
    }
  }

  /** A name of somebody else that points to this machine (DNS rebinding) is in the Host. */
  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "evil.example:PORT", "localhost:PORT", "127.0.0.1", ""})
  void aForeignHostIsRefused(String host) throws IOException {
    String own = host.replace("PORT", String.valueOf(URI.create(links.get(0)).getPort()));
    refused(403, page.send(with(answer(), "Host", own), RawClient.answer(0, Answer.LEFT)));
    refused(403, page.send(with(page.request("GET", "/"), "Host", own), ""));
  }

  @Test
  void twoHostsAreRefused() throws IOException {
    List<String> lines = page.request("GET", "/query");
    lines.add("Host: evil.example");
    refused(403, page.send(lines, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cross-site", "same-site"})
  void requestsOfOtherSitesAreRefused(String site) throws IOException {
    refused(
        403, page.send(with(answer(), "Sec-Fetch-Site", site), RawClient.answer(0, Answer.LEFT)));
    refused(403, page.send(with(page.request("GET", "/"), "Sec-Fetch-Site", site), ""));
  }

  @Test
  void aWrongKeyIsRefused() throws IOException {
    for (String value : List.of("", "Bearer", "Bearer x", "Basic eDp5", "Bearer ")) {
      refused(
          401, page.send(with(answer(), "Authorization", value), RawClient.answer(0, Answer.LEFT)));
      refused(401, page.send(with(page.request("GET", "/query"), "Authorization", value), ""));
      refused(401, page.send(with(page.request("GET", "/card"), "Authorization", value), ""));
    }
  }

  @Test
  void aTokenOpensOneSessionWhichEndsTheOneBefore() throws IOException {
    assertEquals(2, links.size(), "the terminal shows a new link once the first was used");
    for (String token : List.of(RawClient.token(links.get(0)), "", "x".repeat(43))) {
      refused(403, page.post("/session", "{\"token\":\"" + token + "\"}"));
    }
    assertEquals(200, page.get("/query").status());
    RawClient second = RawClient.open(links.get(1));
    assertEquals(200, second.get("/query").status());
    refused(401, page.get("/query"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../labels-me.csv",
        "/..%2f..%2fetc/passwd",
        "/%2e%2e/desk.js",
        "//desk.js",
        "/desk.js/",
        "/./desk.js",
        "/desk.js%00",
        "/org/prefbench/desk/desk.html",
        "/labels-me.csv",
        "/favicon.ico"
      })
  void otherPathsAreRefused(String path) throws IOException {
    RawClient.Reply reply = page.get(path);
    assertTrue(reply.status() == 404 || reply.status() == 400, reply.head());
    assertFalse(reply.body().contains("query,pair"), reply.body());
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /answer, POST", "GET, /undo, POST", "GET, /session, POST", "GET, /finish, POST",
    "PUT, /answer, POST", "DELETE, /answer, POST", "POST, /query, GET", "POST, /, GET",
    "OPTIONS, /answer, POST"
  })
  void onlyPostChangesAnything(String method, String path, String allowed) throws IOException {
    RawClient.Reply reply = page.send(page.request(method, path), RawClient.answer(0, Answer.LEFT));
    refused(405, reply);
    assertTrue(reply.head().contains("Allow: " + allowed), reply.head());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "text/plain", "application/x-www-form-urlencoded"})
  void onlyJsonIsRead(String type) throws IOException {
    refused(415, page.send(with(answer(), "Content-Type", type), RawClient.answer(0, Answer.LEFT)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ | no JSON",
        "{}{} | no JSON",
        "[] | answer must be a text",
        "{\"answer\":\"left\",\"seconds\":1} | query must be a whole number",
        "{\"query\":0.5,\"answer\":\"left\",\"seconds\":1} | query must be a whole number",
        "{\"query\":0,\"answer\":\"up\",\"seconds\":1} | answer must be left, right, tie or skip",
        "{\"query\":0,\"answer\":\"left\"} | seconds must be a number",
        "{\"query\":0,\"answer\":\"left\",\"seconds\":-1} | seconds must be in",
        "{\"query\":0,\"answer\":\"left\",\"seconds\":1e9} | seconds must be in"
      })
  void wrongBodiesAreRefused(String body, String reason) throws IOException {
    RawClient.Reply reply = page.post("/answer", body);
    refused(400, reply);
    assertTrue(reply.body().contains(reason), reply.body());
  }

  /** Refused while it comes: the reply is there when only a small part was sent. */
  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 1000000000", "Transfer-Encoding: chunked"})
  void aBodyOfAGigabyteIsNotRead(String length) throws IOException {
    long gigabyte = 1_000_000_000;
    byte[] block = new byte[1 << 16];
    Arrays.fill(block, (byte) ' ');
    long sent = 0;
    try (Socket socket = page.connect()) {
      OutputStream output = socket.getOutputStream();
      List<String> lines = answer();
      lines.add(length);
      output.write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      boolean chunked = length.endsWith("chunked");
      try {
        while (sent < gigabyte && socket.getInputStream().available() == 0) {
          if (chunked) {
            output.write("10000\r\n".getBytes(StandardCharsets.UTF_8));
          }
          output.write(block);
          if (chunked) {
            output.write("\r\n".getBytes(StandardCharsets.UTF_8));
          }
          sent += block.length;
        }
        byte[] start = socket.getInputStream().readNBytes(12);
        assertEquals("HTTP/1.1 413", new String(start, StandardCharsets.UTF_8));
      } catch (IOException e) {
        // the server closed the connection under the writer, which takes the reply away
        assertTrue(e.getMessage().matches("Broken pipe|Connection reset.*"), e.getMessage());
      }
    }
    assertTrue(sent < 100_000_000, "sent " + sent);
    assertEquals(0, desk.answered());
    assertEquals(200, page.get("/query").status(), "the desk goes on");
  }

  @Test
  void aBodyThatIsALittleTooLongIsRefused() throws IOException {
    refused(413, page.post("/answer", " ".repeat(5000) + RawClient.answer(0, Answer.LEFT)));
  }

  @Test
  void repliesForbidWhatThePageDoesNotNeed() throws IOException {
    for (String path : List.of("/", "/desk.js", "/query")) {
      String head = page.get(path).head().toLowerCase(Locale.ROOT);
      assertTrue(head.contains("content-security-policy: default-src 'none'; script-src 'self'"));
      assertFalse(head.contains("unsafe"), head);
      assertTrue(head.contains("frame-ancestors 'none'"), head);
      assertTrue(head.contains("cache-control: no-store"), head);
      assertTrue(head.contains("x-content-type-options: nosniff"), head);
      assertFalse(head.contains("access-control-allow"), head);
    }
    String html = page.get("/").body();
    assertFalse(html.matches("(?s).*<script>.*|.* on[a-z]+=.*|.* style=.*"), "nothing inline");
    assertFalse(html.contains(RawClient.token(links.get(1))));
  }

  /** Nobody but this machine can reach it. */
  @Test
  void itListensOnTheLoopbackAlone() throws IOException {
    int port = URI.create(links.get(0)).getPort();
    for (InetAddress address : InetAddress.getAllByName(InetAddress.getLocalHost().getHostName())) {
      if (!address.isLoopbackAddress()) {
        assertThrows(IOException.class, () -> new Socket(address, port).close());
      }
    }
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertTrue(
          assertThrows(
                  UncheckedIOException.class,
                  () -> new DeskServer(desk, taken.getLocalPort(), 0, links::add))
              .getMessage()
              .startsWith("cannot listen on port " + taken.getLocalPort()));
    }
  }

  @Test
  void answersAreTakenOnceAndInOrder() throws IOException {
    RawClient.Reply first = page.post("/answer", RawClient.answer(0, Answer.LEFT));
    assertEquals(200, first.status());
    assertEquals(1, first.json().get("answered").asInt());
    assertEquals(6, first.json().at("/query/left/frames").size()); // five steps
    String again = page.post("/answer", RawClient.answer(0, Answer.LEFT)).body();
    assertEquals(first.body(), again, "a reply that was lost is given once more");
    assertEquals(409, page.post("/answer", RawClient.answer(0, Answer.RIGHT)).status());
    assertEquals(409, page.post("/answer", RawClient.answer(2, Answer.LEFT)).status());
    assertEquals(409, page.post("/answer", RawClient.answer(-1, Answer.LEFT)).status());
    assertEquals(409, page.post("/undo", "{\"query\":5}").status());
    assertEquals(1, desk.answered());
    assertEquals(0, page.post("/undo", "{\"query\":0}").json().get("answered").asInt());
    assertEquals(200, page.post("/undo", "{\"query\":0}").status(), "it is taken back already");
    for (int i = 0; i < 12; i++) {
      JsonNode view = page.post("/answer", RawClient.answer(i, Answer.TIE)).json();
      assertEquals(i + 1 == 5 || i + 1 == 10, view.get("rest").asBoolean());
      assertEquals(i + 1 < 12, view.has("query"));
    }
    assertEquals(409, page.post("/answer", RawClient.answer(12, Answer.TIE)).status());
    assertEquals(200, page.post("/finish", "{}").status());
  }
}
