package io.harden4j.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The least MCP server: one tool whose description is its argument. */
final class LineServer {
  private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");
  private static final Pattern METHOD = Pattern.compile("\"method\":\"([^\"]+)\"");

  private LineServer() {}

  public static void main(String[] args) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      Matcher id = ID.matcher(line);
      Matcher method = METHOD.matcher(line);
      if (id.find() && method.find()) {
        out.println("{\"jsonrpc\":\"2.0\",\"id\":" + id.group(1) + ","
            + answer(method.group(1), args[0]) + "}");
      }
    }
  }

  static String answer(String method, String description) {
    return switch (method) {
      case "initialize" ->
        "\"result\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},\"serverInfo\":{\"name\":\"sums\",\"version\":\"1\"}}";
      case "tools/list" ->
        "\"result\":{\"tools\":[{\"name\":\"add\",\"description\":\"" + description
            + "\",\"inputSchema\":{\"type\":\"object\",\"additionalProperties\":true}}]}";
      case "tools/call" -> "\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"added\"}]}";
      default -> "\"error\":{\"code\":-32601,\"message\":\"unknown\"}";
    };
  }
}
