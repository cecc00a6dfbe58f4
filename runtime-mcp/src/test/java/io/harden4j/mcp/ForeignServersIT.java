package io.harden4j.mcp;

import static io.harden4j.mcp.TestServers.PATIENCE;
import static io.harden4j.mcp.TestServers.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reference servers on Node, which others wrote. The variables name their entry scripts; without them the tests say so and are skipped. */
class ForeignServersIT {
  private static ManagedConnection start(String variable, String... more) {
    String script = script(variable);
    return TestServers.start(
        s -> {
          s.command("node", script);
          for (int i = 0; i < more.length; i += 2) {
            s.env(more[i], more[i + 1]);
          }
        },
        System.getenv());
  }

  private static ManagedConnection startWith(String variable, String argument) {
    String script = script(variable);
    return TestServers.start(s -> s.command("node", script, argument), System.getenv());
  }

  /** Returns the script, or skips the test and says why. */
  private static String script(String variable) {
    String script = System.getenv(variable);
    boolean there = script != null && Files.isRegularFile(Path.of(script)) && nodeRuns();
    if (!there) {
      System.out.println(
          "skipped: needs node, and " + variable + " naming the server's entry script");
    }
    assumeTrue(there, "needs node, and " + variable + " naming the server's entry script");
    return String.valueOf(script);
  }

  private static boolean nodeRuns() {
    try {
      return new ProcessBuilder("node", "--version")
              .redirectErrorStream(true)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  void everything_is_listed_and_called_and_shows_no_secret() {
    try (ManagedConnection connection = start("HARDEN4J_MCP_EVERYTHING")) {
      ToolListing listing = connection.tools(PATIENCE);

      assertThat(listing.tools()).containsKeys("echo", "get-sum", "get-tiny-image", "get-env");
      assertThat(listing.withheld()).isEmpty();
      assertThat(
              call(connection, "echo", "{\"message\":\"größe 🎈\"}", PATIENCE).text())
          .contains("größe 🎈");
      assertThat(call(connection, "get-sum", "{\"a\":2,\"b\":3}", PATIENCE).text())
          .contains("5");
      assertThat(call(connection, "get-tiny-image", "{}", PATIENCE).content())
          .anyMatch(Content.Image.class::isInstance);
      assertThat(call(connection, "get-env", "{}", PATIENCE).text())
          .doesNotContain("HARDEN4J_MCP_EVERYTHING")
          .contains("PATH");
    }
  }

  @Test
  void a_structured_result_of_everything_fits_its_schema() {
    try (ManagedConnection connection = start("HARDEN4J_MCP_EVERYTHING")) {
      CallResult result =
          call(connection, "get-structured-content", "{\"location\":\"New York\"}", PATIENCE);

      assertThat(result.structured()).isNotNull();
      assertThat(result.outputFaults()).isEmpty();
    }
  }

  @Test
  void memory_keeps_what_it_is_told(@TempDir Path folder) {
    try (ManagedConnection connection = start(
        "HARDEN4J_MCP_MEMORY", "MEMORY_FILE_PATH", folder.resolve("memory.json").toString())) {
      call(
          connection,
          "create_entities",
          "{\"entities\":[{\"name\":\"ana\",\"entityType\":\"customer\",\"observations\":[\"prefers post\"]}]}",
          PATIENCE);

      CallResult graph = call(connection, "read_graph", "{}", PATIENCE);

      assertThat(graph.text()).contains("prefers post");
      assertThat(graph.outputFaults()).isEmpty();
    }
  }

  @Test
  void filesystem_reads_inside_its_folder_and_says_no_outside(@TempDir Path folder)
      throws IOException {
    Files.writeString(folder.resolve("a.txt"), "größe");
    try (ManagedConnection connection =
        startWith("HARDEN4J_MCP_FILESYSTEM", folder.toRealPath().toString())) {
      CallResult inside = call(
          connection,
          "read_text_file",
          "{\"path\":\"" + folder.toRealPath().resolve("a.txt") + "\"}",
          PATIENCE);
      CallResult outside =
          call(connection, "read_text_file", "{\"path\":\"/etc/hostname\"}", PATIENCE);

      assertThat(inside.text()).contains("größe");
      assertThat(inside.outputFaults()).isEmpty();
      assertThat(outside.isError()).isTrue();
    }
  }

  @Test
  void everything_offers_resources_and_prompts() {
    try (ManagedConnection connection = start("HARDEN4J_MCP_EVERYTHING")) {
      Deadline deadline = Deadline.after(PATIENCE);
      String resources = connection.with(
          deadline,
          s -> s.page(McpMethod.RESOURCES_LIST, JsonRpc.object(), deadline).toString());
      String prompts = connection.with(
          deadline,
          s -> s.page(McpMethod.PROMPTS_LIST, JsonRpc.object(), deadline).toString());

      assertThat(resources).contains("\"uri\"");
      assertThat(prompts).contains("\"name\"");
    }
  }
}
