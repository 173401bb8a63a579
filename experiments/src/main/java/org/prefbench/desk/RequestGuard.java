package org.prefbench.desk;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Lets requests of the desk's own page through and no others. Any page in the annotator's browser
 * can send requests to this machine, and can let a name of its own point to it; it can neither
 * forge {@code Host} and {@code Origin} nor know the session's key, which only who has the link of
 * the terminal gets, once.
 */
final class RequestGuard {
  private static final int LONGEST_BODY = 4096; // bytes

  private final String host;
  private final String origin;
  private String token = Secret.create(); // opens one session
  private Optional<String> key = Optional.empty(); // of the session that is open

  /** Guards a server at {@code host}, an address with its port. */
  RequestGuard(String host) {
    this.host = host;
    origin = "http://" + host;
  }

  /** Returns the address that opens a session, once. */
  synchronized String link() {
    return origin + "/#token=" + token;
  }

  /**
   * Returns the key of a new session, which ends the one before; the token is then another one.
   *
   * @throws Refusal if it is not the token
   */
  synchronized String open(String given) throws Refusal {
    require(
        Secret.same(given, token), 403, "the link was used already: the terminal shows a new one");
    token = Secret.create();
    String opened = Secret.create();
    key = Optional.of(opened);
    return opened;
  }

  /** Checks that a request is for this server and from its page. */
  void checkOrigin(HttpExchange exchange) throws Refusal {
    Headers headers = exchange.getRequestHeaders();
    require(single(headers, "Host").equals(Optional.of(host)), 403, "Host must be " + host);
    boolean change = exchange.getRequestMethod().equals("POST");
    require(
        headers.containsKey("Origin")
            ? single(headers, "Origin").equals(Optional.of(origin))
            : !change,
        403,
        "Origin must be " + origin);
    Optional<String> site = single(headers, "Sec-Fetch-Site");
    require(
        site.isEmpty() || site.get().equals("same-origin") || !change && site.get().equals("none"),
        403,
        "a request of another site");
  }

  /** Checks that a request has the key of the session. */
  synchronized void checkKey(HttpExchange exchange) throws Refusal {
    String given = single(exchange.getRequestHeaders(), "Authorization").orElse("");
    require(
        key.isPresent() && Secret.same(given, "Bearer " + key.get()),
        401,
        "no session: open the link that the terminal shows");
  }

  /**
   * Returns the body of a request.
   *
   * @throws Refusal if it is no JSON by its type, or longer than it may be; no more is read then
   */
  static byte[] body(HttpExchange exchange) throws Refusal, IOException {
    Headers headers = exchange.getRequestHeaders();
    require(
        single(headers, "Content-Type").equals(Optional.of("application/json")),
        415,
        "Content-Type must be application/json");
    Optional<String> length = single(headers, "Content-Length");
    require(
        length.isEmpty() || length.get().matches("\\d{1,9}"),
        413,
        "Content-Length must be at most " + LONGEST_BODY);
    require(
        length.isEmpty() || Integer.parseInt(length.get()) <= LONGEST_BODY,
        413,
        "a body has at most " + LONGEST_BODY + " bytes");
    byte[] body = exchange.getRequestBody().readNBytes(LONGEST_BODY + 1);
    require(body.length <= LONGEST_BODY, 413, "a body has at most " + LONGEST_BODY + " bytes");
    return body;
  }

  static void require(boolean condition, int status, String message) throws Refusal {
    if (!condition) {
      throw new Refusal(status, message);
    }
  }

  /** Returns a header that came once. */
  private static Optional<String> single(Headers headers, String name) {
    List<String> values = headers.getOrDefault(name, List.of());
    return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
  }
}
