package io.harden4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExamplesTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void the_quickstart_prints_what_its_graph_made() {
    int status = run("quickstart");

    assertThat(status).isZero();
    assertThat(text(out)).isEqualToNormalizingNewlines("HELLO, WORLD!\n");
  }

  @Test
  void a_corrected_run_asks_again_and_its_fork_leaves_the_main_branch_alone() {
    int status = run("pause-correct-resume");

    assertThat(status).isZero();
    assertThat(text(out))
        .containsSubsequence(
            "suspended: Book a hotel in Paris, Texas?",
            "booked so far: []",
            "suspended: Book a hotel in Paris?",
            "completed: hotel in Paris, booking 1",
            "completed: hotel in Lyon, booking 2",
            "the main branch still says: hotel in Paris, booking 1",
            "booked: [Paris, Lyon]");
  }

  @Test
  void the_capacity_of_a_machine_is_answered_without_a_server() {
    int large = run("capacity", "--model", "llama3.3:70b", "--context", "32k", "--ram", "512");
    int small = run("capacity", "--model", "llama3.3:70b", "--context", "32k", "--ram", "16");

    assertThat(large).isZero();
    assertThat(small).isEqualTo(1);
    assertThat(text(out)).contains("llama3.3:70b").contains(": NO");
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource({
    "support-desk, --colour, red, unknown option '--colour'",
    "support-desk, --question, '', the question is empty",
    "support-desk, --answer, yes, --answer needs --resume ID",
    "support-desk, --crash-after, lunch, there is no node 'lunch'",
    "support-desk, --model, gpt, use --model ollama:<name>",
    "capacity, --model, no-such-model, ''",
    "breakfast, --with, tea, there is no example 'breakfast'"
  })
  void a_wrong_input_ends_with_status_2_and_says_what_to_do(
      String example, String option, String value, String message) {
    int status = run(example, option, value);

    assertThat(status).isEqualTo(2);
    assertThat(text(err)).contains(message).doesNotContain("Exception", "\tat ");
    assertThat(text(err)).isNotBlank();
  }

  @Test
  void without_an_example_the_usage_is_shown() {
    assertThat(run()).isEqualTo(2);
    assertThat(text(err)).contains("usage: examples/run EXAMPLE").contains("support-desk");
  }

  private int run(String... args) {
    return Examples.run(List.of(args), stream(out), stream(err));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
