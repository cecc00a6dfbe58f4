package io.harden4j.examples.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncidentDrillTest {
  private static final List<String> TITLES =
      Stream.of(IncidentStep.values()).map(IncidentStep::title).toList();

  @TempDir
  Path home;

  @Test
  void every_step_ends_as_the_page_says() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    int status = IncidentDrill.run(new PrintStream(out, true, StandardCharsets.UTF_8), home);

    String text = out.toString(StandardCharsets.UTF_8);
    assertThat(text).doesNotContain("NOT SO");
    assertThat(status).isZero();
    assertThat(text.lines().filter(line -> line.startsWith("== ")).map(line -> line.substring(3)))
        .containsExactlyElementsOf(TITLES);
    try (Stream<Path> files = Files.walk(home)) {
      assertThat(files.map(file -> file.getFileName().toString())).contains("incident-7.zip");
    }
  }

  @Test
  void the_page_has_the_same_steps_in_the_same_order() throws IOException {
    Path page = Path.of(System.getProperty("basedir", "")).resolve("../docs/incident-response.md");

    List<String> steps = Files.readAllLines(page).stream()
        .filter(line -> line.matches("[0-9]+\\. .*"))
        .toList();

    assertThat(steps).isEqualTo(TITLES);
  }
}
