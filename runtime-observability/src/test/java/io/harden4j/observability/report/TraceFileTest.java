package io.harden4j.observability.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.harden4j.checkpoint.RunId;
import io.harden4j.observability.SampleRun;
import io.harden4j.observability.content.ContentPolicy;
import io.harden4j.observability.content.Redactor;
import io.harden4j.observe.Observation;
import io.harden4j.observe.ObservationKind;
import io.harden4j.observe.ObservedKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class TraceFileTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir
  private Path folder;

  private Path play(ContentPolicy policy) {
    SampleRun.first(TraceFile.in(folder).content(policy));
    TraceFile second = TraceFile.in(folder).content(policy);
    SampleRun.second(second, "");
    assertThat(second.dropped()).isZero();
    return second.path("acme", new RunId(SampleRun.RUN));
  }

  @Test
  void writes_a_line_of_json_for_each_finished_observation_of_all_segments() throws IOException {
    List<String> lines = Files.readAllLines(play(ContentPolicy.development()));

    long ends = 0;
    for (String line : lines) {
      JsonNode json = JSON.readTree(line);
      assertThat(json.hasNonNull("id")
              && json.hasNonNull("kind")
              && json.hasNonNull("name")
              && json.hasNonNull("start"))
          .isTrue();
      ends += json.get("phase").asText().equals("end") ? 1 : 0;
    }
    assertThat(ends).isEqualTo(22);
    assertThat(String.join("\n", lines))
        .contains(
            "\"principal\":\"ana\"",
            "\"guard.rule\":\"ungrounded-destination\"",
            "\"error\":\"java.lang.IllegalStateException\"");
  }

  @Test
  void keeps_content_only_if_told_to() throws IOException {
    assertThat(Files.readString(play(ContentPolicy.off())))
        .doesNotContain(SampleRun.QUESTION, "late parcels", "because of", "socket closed");
    assertThat(Files.readString(play(ContentPolicy.development())))
        .contains(SampleRun.QUESTION, "late parcels", "because of", "socket closed");
  }

  @Test
  void keeps_a_planted_secret_out_of_the_file() throws IOException {
    Path file =
        play(ContentPolicy.development().withRedactor(Redactor.values(List.of("1001", "socket"))));

    assertThat(Files.readString(file))
        .doesNotContain("order 1001", "socket closed")
        .contains(Redactor.MASK);
  }

  @Test
  void is_readable_by_its_owner_only() throws IOException {
    Path file = play(ContentPolicy.off());

    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void reads_back_what_happened_beneath_what() {
    RunTrace trace = TraceReader.read(play(ContentPolicy.off()));

    assertThat(trace.run()).isEqualTo(SampleRun.RUN);
    assertThat(trace.segments()).extracting(TraceSpan::segment).containsExactly(0, 1);
    assertThat(trace.sum("model", s -> s.number(ObservedKeys.INPUT_TOKENS))).isEqualTo(190);
    assertThat(trace.sum("tool", s -> 1)).isEqualTo(3);
    assertThat(trace.unreadable()).isZero();
  }

  @Test
  void shows_a_run_whose_process_died() {
    TraceFile file = TraceFile.in(folder);
    Observation run = file.start(SampleRun.segment(0, ""));
    Observation node =
        run.child(ObservationKind.NODE, "orders").attribute(ObservedKeys.NODE, "orders");
    node.child(ObservationKind.TOOL, "tool:shop.find_order")
        .attribute(ObservedKeys.TOOL, "find_order")
        .end();

    String tree = TerminalTree.of(file.path("acme", new RunId(SampleRun.RUN))).render();

    assertThat(tree)
        .contains(
            "invoke_workflow support segment 0  not finished",
            "node orders  not finished",
            "execute_tool find_order");
  }

  @Test
  void skips_and_counts_lines_that_are_torn_or_not_ours() throws IOException {
    Path file = play(ContentPolicy.off());
    Files.writeString(file, "{\"v\":1,\"id\":\"to", StandardOpenOption.APPEND);
    TraceFile.in(folder).start(SampleRun.segment(2, ""));
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, '\n'}, StandardOpenOption.APPEND);

    RunTrace trace = TraceReader.read(file);

    assertThat(trace.segments()).hasSize(3);
    assertThat(trace.unreadable()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../x", "..", "a/b", "a\\b", "nul\u0000", "quote\"'", "", "Upper", "CON:", "😀"})
  void keeps_hostile_ids_in_the_folder_and_apart(String id) {
    TraceFile file = TraceFile.in(folder);

    Path path = file.path(id, new RunId(id));

    assertThat(path.normalize()).isEqualTo(path);
    assertThat(path.getParent().getParent()).isEqualTo(folder);
    assertThat(path).isNotEqualTo(file.path(id + " ", new RunId(id)));
  }

  @Test
  void keeps_long_ids_to_names_a_file_system_takes() {
    Path path = TraceFile.in(folder).path("acme", new RunId("r".repeat(10_000)));

    assertThat(path.getFileName().toString()).hasSizeLessThan(100);
  }

  @Test
  void drops_and_counts_when_the_folder_cannot_be_written() throws IOException {
    Path notAFolder = Files.writeString(folder.resolve("file"), "x");
    TraceFile file = TraceFile.in(notAFolder);

    Logger logger = (Logger) LoggerFactory.getLogger(TraceFile.class);
    logger.setLevel(Level.OFF);
    SampleRun.first(file);
    logger.setLevel(null);

    assertThat(file.dropped()).isPositive();
  }

  @Test
  void says_which_file_is_missing() {
    assertThatThrownBy(() -> TraceReader.read(folder.resolve("none.jsonl")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("none.jsonl");
  }
}
