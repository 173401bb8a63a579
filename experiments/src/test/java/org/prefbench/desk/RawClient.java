package org.prefbench.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests to a desk as bytes, so that they can be as wrong as one likes. Where nothing else is
 * said they are those of the desk's own page.
 */
final class RawClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int port;
  private final String origin;
  private String key = "";

  /** What came back. */
  record Reply(int status, String head, String body) {
    JsonNode json() throws IOException {
      return JSON.readTree(body);
    }
  }

  /** Opens no session yet. */
  RawClient(String link) {
    URI address = URI.create(link);
    port = address.getPort();
    origin = "http://127.0.0.1:" + port;
  }

  /** Opens a session with a link. */
  static RawClient open(String link) throws IOException {
    RawClient client = new RawClient(link);
    Reply reply = client.post("/session", "{\"token\":\"" + token(link) + "\"}");
    client.key = reply.json().get("key").asText();
    return client;
  }

  static String token(String link) {
    return link.substring(link.indexOf("#token=") + "#token=".length());
  }

  Socket connect() throws IOException {
    return new Socket("127.0.0.1", port);
  }

  /** Returns the lines of a request, the first one first, without the empty one at its end. */
  List<String> request(String method, String path) {
    List<String> lines = new ArrayList<>();
    lines.add(method + " " + path + " HTTP/1.1");
    lines.add("Host: 127.0.0.1:" + port);
    lines.add("Origin: " + origin);
    lines.add("Sec-Fetch-Site: same-origin");
    lines.add("Authorization: Bearer " + key);
    lines.add("Content-Type: application/json");
    lines.add("Connection: close");
    return lines;
  }

  Reply get(String path) throws IOException {
    return send(request("GET", path), "");
  }

  Reply post(String path, String body) throws IOException {
    return send(request("POST", path), body);
  }

  /** Sends a request with the length of its body. */
  Reply send(List<String> lines, String body) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(bytes(lines, body));
      return reply(socket);
    }
  }

  static byte[] bytes(List<String> lines, String body) {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    String text = String.join("\r\n", lines) + "\r\nContent-Length: " + length + "\r\n\r\n" + body;
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Reads until the server closes the connection. */
  static Reply reply(Socket socket) throws IOException {
    String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int end = text.indexOf("\r\n\r\n");
    return new Reply(
        Integer.parseInt(text.substring(9, 12)), text.substring(0, end), text.substring(end + 4));
  }

  static String answer(int query, Answer answer) {
    return "{\"query\":" + query + ",\"answer\":\"" + answer.word() + "\",\"seconds\":0.5}";
  }
}
