package org.prefbench.browser;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A page in the Chromium of this machine, driven over its DevTools protocol. {@code
 * PREFBENCH_BROWSER} names the program; a test then fails without it. Where nothing is named and
 * none is found, tests of pages are skipped, which {@code scripts/check} says.
 */
public final class Chromium implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAMED = "PREFBENCH_BROWSER";
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final int PATIENCE = 60; // s

  private final Process process;
  private final Path profile;
  private final WebSocket socket;
  private final Map<Integer, CompletableFuture<JsonNode>> calls = new ConcurrentHashMap<>();
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile boolean arrived;
  private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();
  private int number;
  private String session = "";

  private Chromium(Process process, Path profile, String address) throws IOException {
    this.process = process;
    this.profile = profile;
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create(address), new Messages())
            .orTimeout(PATIENCE, TimeUnit.SECONDS)
            .join();
  }

  /** Starts a browser with an empty page, or skips the test where there is none. */
  public static Chromium start() throws IOException {
    Optional<String> named = Optional.ofNullable(System.getenv(NAMED));
    Optional<Path> found =
        Stream.concat(named.stream(), named.isPresent() ? Stream.of() : NAMES.stream())
            .flatMap(Chromium::programs)
            .findFirst();
    named.ifPresent(
        name -> assertTrue(found.isPresent(), NAMED + "=" + name + ": no such program"));
    Assumptions.assumeTrue(found.isPresent(), "no Chromium on this machine");
    Path profile = Files.createTempDirectory("prefbench-chromium");
    Process process =
        new ProcessBuilder(
                found.get().toString(),
                "--headless=new",
                "--no-sandbox", // a container's root has none
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader said = process.errorReader();
    String address = "";
    List<String> lines = new ArrayList<>();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      lines.add(line);
      if (line.startsWith("DevTools listening on ")) {
        address = line.substring("DevTools listening on ".length());
        break;
      }
    }
    assertTrue(!address.isEmpty(), () -> "Chromium did not start: " + lines);
    Thread drain = new Thread(() -> said.lines().forEach(line -> {}), "chromium");
    drain.setDaemon(true);
    drain.start();
    Chromium browser = new Chromium(process, profile, address);
    JsonNode target = browser.call("Target.createTarget", Map.of("url", "about:blank"));
    browser.session =
        browser
            .call(
                "Target.attachToTarget",
                Map.of("targetId", target.get("targetId").asText(), "flatten", true))
            .get("sessionId")
            .asText();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      browser.call(domain + ".enable", Map.of());
    }
    return browser;
  }

  private static Stream<Path> programs(String name) {
    return name.contains("/")
        ? Stream.of(Path.of(name)).filter(Files::isExecutable)
        : Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
            .map(folder -> Path.of(folder, name))
            .filter(Files::isExecutable);
  }

  private final class Messages implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        String message = text.toString();
        text.setLength(0);
        try {
          take(JSON.readTree(message));
        } catch (IOException e) {
          errors.add("DevTools said " + message);
        }
      }
      from.request(1);
      return null;
    }
  }

  private void take(JsonNode message) {
    JsonNode parameters = message.path("params");
    switch (message.path("method").asText()) {
      case "Runtime.exceptionThrown" ->
          errors.add(parameters.at("/exceptionDetails/exception/description").asText());
      case "Runtime.consoleAPICalled" -> errors.add(parameters.get("args").toString());
      case "Log.entryAdded" -> errors.add(parameters.get("entry").toString());
      case "Page.frameNavigated" -> arrived = true;
      case "Page.loadEventFired" -> {
        if (arrived) {
          loaded.complete(null);
        }
      }
      case "Network.requestWillBeSent" ->
          requests.add(parameters.get("request").get("url").asText());
      default -> {}
    }
    CompletableFuture<JsonNode> call = calls.remove(message.path("id").asInt(-1));
    if (call != null && message.has("error")) {
      call.completeExceptionally(new AssertionError(message.get("error").toString()));
    } else if (call != null) {
      call.complete(message.get("result"));
    }
  }

  private JsonNode call(String method, Map<String, ?> parameters) throws IOException {
    int id = ++number;
    CompletableFuture<JsonNode> reply = new CompletableFuture<>();
    calls.put(id, reply);
    Map<String, Object> message =
        session.isEmpty()
            ? Map.of("id", id, "method", method, "params", parameters)
            : Map.of("id", id, "method", method, "params", parameters, "sessionId", session);
    socket.sendText(JSON.writeValueAsString(message), true).join();
    return reply.orTimeout(PATIENCE, TimeUnit.SECONDS).join();
  }

  /** Sizes the page, in CSS pixels, and says what its user prefers. */
  public void look(int width, int height, boolean dark, boolean stillness) throws IOException {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"),
                Map.of(
                    "name",
                    "prefers-reduced-motion",
                    "value",
                    stillness ? "reduce" : "no-preference"))));
  }

  /** Opens a page. */
  public void open(String address) throws IOException {
    call("Page.navigate", Map.of("url", address));
  }

  /** Opens a page and waits until it is there whole, whether it may run scripts or not. */
  public void openWhole(String address) throws IOException {
    whenLoaded(() -> open(address));
  }

  /** Clicks on a link and waits until the page that it leads to is there whole. */
  public void follow(String link) throws IOException {
    String found = JSON.writeValueAsString(link);
    whenLoaded(() -> evaluate("document.querySelector(" + found + ").click()"));
  }

  private interface Step {
    void take() throws IOException;
  }

  private void whenLoaded(Step step) throws IOException {
    CompletableFuture<Void> whole = new CompletableFuture<>();
    arrived = false; // the page that is left may still be loading
    loaded = whole;
    step.take();
    whole.orTimeout(PATIENCE, TimeUnit.SECONDS).join();
  }

  /** Returns the value of an expression, after what it promises. */
  public JsonNode evaluate(String expression) throws IOException {
    JsonNode result =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
    assertTrue(!result.has("exceptionDetails"), () -> expression + ": " + result);
    return result.get("result").path("value");
  }

  /** Waits until an expression holds; a page that is not there yet makes it false. */
  public void await(String expression) throws IOException {
    evaluate(
        "new Promise((done, failed) => { const end = Date.now() + 20000; const look = () => {"
            + " let holds = false; try { holds = ("
            + expression
            + "); } catch (error) { holds = false; }"
            + " if (holds) { done(true); } else if (Date.now() > end) { failed(new Error("
            + JSON.writeValueAsString(expression)
            + ")); } else { setTimeout(look, 10); } }; look(); })");
  }

  /** Presses a key, such as {@code a}, {@code Tab} or {@code Enter}. */
  public void press(String key) throws IOException {
    Map<String, Integer> codes = Map.of("Tab", 9, "Enter", 13, " ", 32, "Escape", 27);
    String text = key.length() == 1 ? key : key.equals("Enter") ? "\r" : "";
    for (String type : List.of("keyDown", "keyUp")) {
      call(
          "Input.dispatchKeyEvent",
          Map.of(
              "type",
              type,
              "key",
              key,
              "text",
              type.equals("keyDown") ? text : "",
              "windowsVirtualKeyCode",
              codes.getOrDefault(key, (int) key.toUpperCase(Locale.ROOT).charAt(0))));
    }
  }

  /** Moves the pointer, in CSS pixels from the upper left corner of what is seen. */
  public void move(double x, double y) throws IOException {
    call("Input.dispatchMouseEvent", Map.of("type", "mouseMoved", "x", x, "y", y));
  }

  /** Says whether pages may run scripts. */
  public void scripts(boolean allowed) throws IOException {
    call("Emulation.setScriptExecutionDisabled", Map.of("value", !allowed));
  }

  /** Writes what is seen into a PNG file. */
  public void screenshot(Path file) throws IOException {
    JsonNode picture = call("Page.captureScreenshot", Map.of("format", "png"));
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(picture.get("data").asText()));
  }

  /** Returns what pages complained of: errors, refusals of their policy, whatever they logged. */
  public List<String> errors() {
    return List.copyOf(errors);
  }

  /** Returns the addresses that pages asked for. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() throws IOException {
    session = "";
    call("Browser.close", Map.of());
    process.onExit().orTimeout(PATIENCE, TimeUnit.SECONDS).join();
    try (Stream<Path> files = Files.walk(profile)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
