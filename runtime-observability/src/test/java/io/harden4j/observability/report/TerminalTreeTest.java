package io.harden4j.observability.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.RunId;
import io.harden4j.observability.SampleRun;
import io.harden4j.observability.content.ContentPolicy;
import io.harden4j.observe.Observation;
import io.harden4j.observe.ObservationKind;
import io.harden4j.observe.ObservedKeys;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminalTreeTest {
  @TempDir
  private Path folder;

  private TerminalTree tree() {
    SampleRun.first(TraceFile.in(folder).content(ContentPolicy.development()));
    SampleRun.second(TraceFile.in(folder), "");
    return TerminalTree.of(TraceFile.in(folder).path("acme", new RunId(SampleRun.RUN)));
  }

  /** Times differ from run to run, and parallel nodes may begin in either order. */
  private static String withoutTimes(String tree) {
    return tree.replaceAll("\\d+ ms|\\d+\\.\\d s", "T");
  }

  @Test
  void shows_totals_in_the_first_line() {
    assertThat(tree().render())
        .startsWith(
            "run run-7  support  2 model calls  2 tool calls  190 + 39 tokens  cost 0.0025\n");
  }

  @Test
  void draws_what_happened_beneath_what() {
    assertThat(withoutTimes(tree().render()))
        .contains(
            """
            node orders step 1  T
            """.strip(),
            "├─ execute_tool find_order  T\n",
            "│  └─ run_guardrail standard  T  allow by rule role.agent: because of role.agent\n",
            "! execute_tool refund  T  denied\n",
            "└─ ! run_guardrail standard  T  deny by rule ungrounded-destination: because of ungrounded-destination\n",
            "✗ execute_tool track  T  no answer\n",
            "chat qwen2.5:7b  T  120 + 30 tokens  cost 0.00125\n",
            "retrieval handbook  T  1 hit\n",
            "! interrupt approval  waits for an answer\n",
            "invoke_workflow support segment 1  T\n├─ resume approval  after 1 min 1 s\n");
  }

  @Test
  void shows_the_pause_between_segments_and_checkpoints_if_asked() {
    TerminalTree tree = tree();

    assertThat(tree.render()).contains("    paused ").doesNotContain("checkpoint write");
    assertThat(tree.withCheckpoints().render()).contains("checkpoint write", "2048 bytes");
  }

  @Test
  void spells_out_whatever_could_move_the_cursor_or_turn_the_text() {
    Observation run = TraceFile.in(folder).start(SampleRun.segment(0, ""));
    run.child(ObservationKind.TOOL, "t")
        .attribute(ObservedKeys.TOOL, "a\u001b[2Jb\u202eevil\u2066\r\nnext\u0007\u200b\u2028")
        .end();
    run.end();

    String tree = TerminalTree.of(TraceFile.in(folder).path("acme", new RunId(SampleRun.RUN)))
        .render();

    assertThat(tree)
        .contains(
            "execute_tool a\\u{1B}[2Jb\\u{202E}evil\\u{2066}\\u{D}\\u{A}next\\u{7}\\u{200B}\\u{2028}");
    assertThat(tree.chars().filter(c -> c != '\n').noneMatch(Character::isISOControl))
        .isTrue();
    assertThat(tree.lines()).hasSize(3);
  }

  @Test
  void cuts_long_names() {
    assertThat(SafeText.of("x".repeat(500), 80)).hasSize(81).endsWith("…");
    assertThat(SafeText.of("lone \ud800 surrogate", 80)).isEqualTo("lone \\u{D800} surrogate");
  }

  @Test
  void says_times_as_people_do() {
    assertThat(Amounts.duration(Duration.ofMillis(12))).isEqualTo("12 ms");
    assertThat(Amounts.duration(Duration.ofMillis(1_840))).isEqualTo("1.8 s");
    assertThat(Amounts.duration(Duration.ofSeconds(185))).isEqualTo("3 min 5 s");
    assertThat(Amounts.duration(Duration.ofMinutes(61))).isEqualTo("1 h 1 min");
  }
}
