package org.prefbench.desk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.prefbench.canvas.CanvasPlayer;
import org.prefbench.core.FileErrors;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Message;

/**
 * The desk's page and what it asks for, on this machine alone. Only {@code POST} changes anything;
 * a path is looked up as a whole and is never one of a file.
 *
 * <pre>
 * GET  / /desk.js /desk.css /replay.js /replay.css    the page, which holds no secret
 * POST /session {token}                               {key}, once per link
 * GET  /query                                         how far the annotator is, and the next query
 * GET  /card                                          what there is to tell of the answers
 * POST /answer {query, answer, seconds}               the same as /query, after it
 * POST /undo {query}                                  likewise
 * POST /finish                                        {}, and the desk is closed
 * </pre>
 */
public final class DeskServer implements Closeable {
  private static final int THREADS = 8;
  private static final String JSON = "application/json";
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** Nothing but the server's own files, no form, no frame, no script in the page. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:;"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy", POLICY,
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Cache-Control", "no-store");

  private final Desk desk;
  private final int restAfter;
  private final Consumer<String> links;
  private final HttpServer server;
  private final ExecutorService threads;
  private final RequestGuard guard;
  private final Map<String, Route> routes;
  private final CountDownLatch finished = new CountDownLatch(1);

  /** What a path answers to a request. */
  private interface Handler {
    Reply reply(HttpExchange exchange) throws IOException, Refusal;
  }

  private record Route(String method, boolean keyed, Handler handler) {}

  private record Reply(int status, String type, String text) {
    static Reply json(Object value) throws JsonProcessingException {
      return new Reply(200, JSON, MAPPER.writeValueAsString(value));
    }
  }

  /**
   * Starts the server.
   *
   * @param port 0 for any that is free
   * @param restAfter answers after which the page offers a break; 0 for never
   * @param links hears the address that opens the page, and another one when it was used
   * @throws UncheckedIOException if the port is taken
   */
  public DeskServer(Desk desk, int port, int restAfter, Consumer<String> links) {
    this.desk = desk;
    this.restAfter = restAfter;
    this.links = links;
    try {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      server = HttpServer.create(new InetSocketAddress(loopback, port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot listen on port " + port + ": " + FileErrors.reason(e), e);
    }
    guard = new RequestGuard("127.0.0.1:" + server.getAddress().getPort());
    routes = routes();
    threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "desk");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
    links.accept(guard.link());
  }

  private Map<String, Route> routes() {
    return Map.ofEntries(
        Map.entry("/", page("text/html", "/org/prefbench/desk/desk.html")),
        Map.entry("/desk.js", page("text/javascript", "/org/prefbench/desk/desk.js")),
        Map.entry("/desk.css", page("text/css", "/org/prefbench/desk/desk.css")),
        Map.entry("/replay.js", text("text/javascript", CanvasPlayer.script())),
        Map.entry("/replay.css", text("text/css", CanvasPlayer.style())),
        Map.entry("/session", new Route("POST", false, this::session)),
        Map.entry("/query", new Route("GET", true, exchange -> query())),
        Map.entry("/card", new Route("GET", true, exchange -> Reply.json(desk.card().rows()))),
        Map.entry("/answer", new Route("POST", true, this::answer)),
        Map.entry("/undo", new Route("POST", true, this::undo)),
        Map.entry("/finish", new Route("POST", true, this::finish)));
  }

  private static Route page(String type, String resource) {
    try (InputStream input = DeskServer.class.getResourceAsStream(resource)) {
      return text(type, new String(input.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource + " from the jar", e);
    }
  }

  private static Route text(String type, String text) {
    Reply reply = new Reply(200, type, text);
    return new Route("GET", false, exchange -> reply);
  }

  /** Returns when the annotator says that the work is done. */
  public void awaitFinish() throws InterruptedException {
    finished.await();
  }

  private void handle(HttpExchange exchange) throws IOException {
    boolean last;
    try (exchange) {
      Reply reply;
      try {
        reply = reply(exchange);
      } catch (Refusal e) {
        reply = failed(e.status(), e.getMessage());
      } catch (InvalidInputException e) {
        reply = failed(400, e.getMessage());
      } catch (UncheckedIOException e) { // the disk is full, or a file went away
        reply = failed(500, Message.reason(e));
      }
      Headers headers = exchange.getResponseHeaders();
      HEADERS.forEach(headers::set);
      headers.set("Content-Type", reply.type + "; charset=utf-8");
      if (reply.status >= 400) {
        headers.set("Connection", "close"); // what else it would send is not read
      }
      byte[] bytes = reply.text.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status, bytes.length);
      exchange.getResponseBody().write(bytes);
      last = reply.status == 200 && exchange.getRequestURI().getRawPath().equals("/finish");
    }
    if (last) { // the page has its reply
      finished.countDown();
    }
  }

  private static Reply failed(int status, String message) throws JsonProcessingException {
    String text = MAPPER.writeValueAsString(Map.of("error", Message.line(message)));
    return new Reply(status, JSON, text);
  }

  private Reply reply(HttpExchange exchange) throws IOException, Refusal {
    guard.checkOrigin(exchange);
    Route route = routes.get(String.valueOf(exchange.getRequestURI().getRawPath()));
    RequestGuard.require(route != null, 404, "no such page");
    if (!route.method.equals(exchange.getRequestMethod())) {
      exchange.getResponseHeaders().set("Allow", route.method);
      throw new Refusal(405, "the method must be " + route.method);
    }
    if (route.keyed) {
      guard.checkKey(exchange);
    }
    return route.handler.reply(exchange);
  }

  // ---- what the page asks for

  private Reply session(HttpExchange exchange) throws IOException, Refusal {
    String key = guard.open(text(body(exchange), "token"));
    links.accept(guard.link());
    return Reply.json(Map.of("key", key));
  }

  private Reply query() throws JsonProcessingException {
    ObjectNode view = MAPPER.createObjectNode();
    int next = desk.answered();
    view.put("annotator", desk.annotator());
    view.put("title", desk.title());
    view.put("total", desk.total());
    view.put("answered", next);
    view.put("rest", restAfter > 0 && next > 0 && next % restAfter == 0);
    desk.replays(next)
        .ifPresent(
            replays -> {
              ObjectNode query = view.putObject("query");
              query.putRawValue("left", new RawValue(replays.get(0).json()));
              query.putRawValue("right", new RawValue(replays.get(1).json()));
            });
    return Reply.json(view);
  }

  private Reply answer(HttpExchange exchange) throws IOException, Refusal {
    JsonNode body = body(exchange);
    String word = text(body, "answer");
    Optional<Answer> answer = AnswerFile.answer(word);
    RequestGuard.require(
        answer.isPresent(), 400, "answer must be left, right, tie or skip, got '" + word + "'");
    JsonNode seconds = body.path("seconds");
    RequestGuard.require(seconds.isNumber(), 400, "seconds must be a number");
    RequestGuard.require(
        desk.answer(number(body), answer.get(), seconds.doubleValue()),
        409,
        "this query is not the next one, or was answered otherwise");
    return query();
  }

  private Reply undo(HttpExchange exchange) throws IOException, Refusal {
    RequestGuard.require(
        desk.undo(number(body(exchange))), 409, "this query is not the last that was answered");
    return query();
  }

  private Reply finish(HttpExchange exchange) throws IOException, Refusal {
    body(exchange);
    return Reply.json(Map.of());
  }

  private static JsonNode body(HttpExchange exchange) throws IOException, Refusal {
    try {
      return MAPPER.readTree(RequestGuard.body(exchange));
    } catch (JsonProcessingException e) {
      throw new Refusal(400, "the body is no JSON: " + Message.ofParser(e.getOriginalMessage()));
    }
  }

  private static int number(JsonNode body) throws Refusal {
    JsonNode query = body.path("query");
    RequestGuard.require(query.isInt(), 400, "query must be a whole number");
    return query.intValue();
  }

  private static String text(JsonNode body, String name) throws Refusal {
    RequestGuard.require(body.path(name).isTextual(), 400, name + " must be a text");
    return body.path(name).textValue();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }
}
