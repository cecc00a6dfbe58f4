package io.harden4j.mcp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers with what a session's recording holds, whatever the ids look like: the SDK uses texts, this client numbers. */
final class ReplayServer {
  private static final Pattern ID = Pattern.compile("\"id\":(\"[^\"]*\"|\\d+)");
  private static final Pattern METHOD = Pattern.compile("\"method\":\"([^\"]+)\"");
  private static final String TOOL =
      "{\"name\":\"t\",\"description\":\"d\",\"inputSchema\":{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}}";

  /** Results of tools/list and tools/call, by session. */
  private static final Map<String, String[]> RECORDED = new TreeMap<>(Map.ofEntries(
      session(
          "text",
          TOOL,
          "{\"content\":[{\"type\":\"text\",\"text\":\"größe 🎈\"}],\"isError\":false}"),
      session(
          "failed-tool",
          TOOL,
          "{\"content\":[{\"type\":\"text\",\"text\":\"no\"}],\"isError\":true}"),
      session("isError-absent", TOOL, "{\"content\":[{\"type\":\"text\",\"text\":\"a\"}]}"),
      session(
          "image",
          TOOL,
          "{\"content\":[{\"type\":\"image\",\"mimeType\":\"image/png\",\"data\":\"aGVs\"}],\"isError\":false}"),
      session(
          "link",
          TOOL,
          "{\"content\":[{\"type\":\"resource_link\",\"uri\":\"file:///x\",\"name\":\"x\"}],\"isError\":false}"),
      session(
          "structured", TOOL, "{\"content\":[],\"structuredContent\":{\"n\":1},\"isError\":false}"),
      session(
          "big-number",
          TOOL,
          "{\"content\":[],\"structuredContent\":{\"n\":0.10000000000000000000001},\"isError\":false}"),
      session(
          "structured-breaks-schema",
          "{\"name\":\"t\",\"inputSchema\":{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}},\"outputSchema\":{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"number\"}},\"required\":[\"n\"]}}",
          "{\"content\":[],\"structuredContent\":{\"n\":\"x\"},\"isError\":false}"),
      session(
          "duplicate-tools",
          "{\"name\":\"x\",\"inputSchema\":{\"type\":\"object\"}},{\"name\":\"x\",\"inputSchema\":{\"type\":\"object\"}}",
          "{}"),
      session(
          "look-alike-tools",
          "{\"name\":\"pay\",\"inputSchema\":{\"type\":\"object\"}},{\"name\":\"p\u0430y\",\"inputSchema\":{\"type\":\"object\"}}",
          "{}"),
      session("unknown-content", TOOL, "{\"content\":[{\"type\":\"hologram\"}],\"isError\":false}"),
      session("error-answer", TOOL, "")));

  static final List<String> SESSIONS = List.copyOf(RECORDED.keySet());

  private ReplayServer() {}

  private static Map.Entry<String, String[]> session(String name, String tools, String call) {
    return Map.entry(name, new String[] {tools, call});
  }

  public static void main(String[] args) throws IOException {
    String[] recorded = RECORDED.get(args[0]);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      Matcher id = ID.matcher(line);
      Matcher method = METHOD.matcher(line);
      if (id.find() && method.find()) {
        out.println("{\"jsonrpc\":\"2.0\",\"id\":" + id.group(1) + ","
            + answer(method.group(1), recorded) + "}");
      }
    }
  }

  private static String answer(String method, String[] recorded) {
    return switch (method) {
      case "initialize" ->
        "\"result\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},\"serverInfo\":{\"name\":\"replay\",\"version\":\"1\"},\"instructions\":\"Be kind.\"}";
      case "tools/list" -> "\"result\":{\"tools\":[" + recorded[0] + "]}";
      case "tools/call" ->
        recorded[1].isEmpty()
            ? "\"error\":{\"code\":-32603,\"message\":\"no\"}"
            : "\"result\":" + recorded[1];
      default -> "\"error\":{\"code\":-32601,\"message\":\"unknown\"}";
    };
  }
}
