package io.harden4j.mcp.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.run.AgentRuntime;
import io.harden4j.tool.Guard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DocsTest {
  private static final Pattern SNIPPET = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

  private static String withoutSpace(String text) {
    return text.replaceAll("\\s+", "");
  }

  @Test
  void every_snippet_of_the_page_is_compiled_here() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "mcp.md"));
    String source = withoutSpace(
        Files.readString(Path.of("src/test/java/io/harden4j/mcp/docs/DocSnippets.java")));

    List<String> snippets =
        SNIPPET.matcher(page).results().map(r -> withoutSpace(r.group(1))).toList();

    assertThat(snippets).hasSizeGreaterThanOrEqualTo(5);
    assertThat(snippets).allSatisfy(s -> assertThat(source).contains(s));
  }

  @Test
  void what_the_page_builds_can_be_built() {
    try (AgentRuntime runtime = DocSnippets.start("t-1", Guard.DENY_ALL)) {
      assertThat(runtime.inbox()).isNotNull();
    }
    DocSnippets.methods(new ArrayList<>());
    assertThat(DocSnippets.oauth()).isNotNull();
  }
}
