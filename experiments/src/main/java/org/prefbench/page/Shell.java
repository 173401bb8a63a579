package org.prefbench.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.prefbench.report.document.Html;

/**
 * A page in one file, under a policy that lets nothing be loaded and nothing run but its own script
 * and style, which are known by their hashes.
 */
final class Shell {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What tells that this program wrote a page; it stands among the first lines. */
  static final String GENERATOR = "<meta name=\"generator\" content=\"PrefBench\">";

  private Shell() {}

  /**
   * Returns the page.
   *
   * @param title plain text
   * @param style CSS
   * @param body HTML
   * @param script JavaScript, run when all else is there; empty for none
   */
  static String page(String title, String style, String body, String script) {
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '"
        + hash(style)
        + "'; script-src "
        + (script.isEmpty() ? "'none'" : "'" + hash(script) + "'")
        + "; img-src data:; base-uri 'none'; form-action 'none'\">\n"
        + "<meta name=\"referrer\" content=\"no-referrer\">\n"
        + GENERATOR
        + "\n<title>"
        + Html.escape(title)
        + "</title>\n<style>"
        + style
        + "</style>\n</head>\n<body>\n"
        + body
        + (script.isEmpty() ? "" : "<script>" + script + "</script>\n")
        + "</body>\n</html>\n";
  }

  /** Returns an element that holds data for the script. */
  static String data(String id, Object value) {
    // what could end the element, or begin a comment in it, begins with <
    String json = json(value).replace("<", "\\u003c");
    return "<script type=\"application/json\" id=\"" + id + "\">" + json + "</script>\n";
  }

  /** Returns records, lists and maps as JSON. */
  static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("values of records, lists and maps are JSON", e);
    }
  }

  /** Returns a text file of this package's resources. */
  static String resource(String path) {
    try (InputStream file = Shell.class.getResourceAsStream(path)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the page from the jar", e);
    }
  }

  /** Returns the hash of a text as policies write it. */
  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Java has SHA-256", e);
    }
  }
}
