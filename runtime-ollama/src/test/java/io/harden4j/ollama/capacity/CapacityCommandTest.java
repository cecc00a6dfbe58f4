package io.harden4j.ollama.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapacityCommandTest {
  private final CapacityCommand command =
      new CapacityCommand(ModelShapes.shipped(), () -> Host.ofRam(Bytes.ofGib(16), 8));

  @Test
  void answers_for_this_machine_without_a_server() {
    assertThat(run("--model llama3.3:70b --context 32k"))
        .startsWith("# llama3.3:70b: NO")
        .contains("of 16.00 GiB");
  }

  @Test
  void answers_for_a_host_that_is_only_planned() {
    String text = run(
        "--model llama3.3:70b --context 32k --slots 4 --ram 64 --gpu 96 --kv q8_0 --bandwidth 1008");

    assertThat(text)
        .startsWith("# llama3.3:70b: FITS")
        .contains("planned card 96.00 GiB")
        .contains("tok/s");
  }

  @Test
  void adds_the_wait_and_the_cost_of_a_workload() {
    String text = run("--model llama3.1:8b --context 8k --service 20 --every 432 --price 1.20");

    assertThat(text).contains("p95 wait").contains("144.00 per 1,000 runs");
  }

  @Test
  void lists_the_models_it_knows() {
    assertThat(run("--model list").lines()).contains("llama3.3:70b", "gemma4:e4b");
    assertThatThrownBy(() -> run("--model llama9 --context 8k"))
        .isInstanceOf(UnknownModelShapeException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--model llama3.1:8b",
        "--model llama3.1:8b --context",
        "--model llama3.1:8b --context 8k --context 9k",
        "--model llama3.1:8b --context 8k --color red",
        "--model llama3.1:8b --context 8k --slots 0",
        "--model llama3.1:8b --context 8k --slots 1.5",
        "--model llama3.1:8b --context 8k --ram -4",
        "--model llama3.1:8b --context 8k --gpu 24",
        "--model llama3.1:8b --context 8k --kv f32",
        "--model llama3.1:8b --context 8k --service 20",
        "llama3.1:8b",
      })
  void refuses_bad_options_with_the_usage(String arguments) {
    assertThatThrownBy(() -> run(arguments))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("capacity --model NAME");
  }

  private String run(String arguments) {
    return command.run(arguments.isEmpty() ? List.of() : List.of(arguments.split(" ")));
  }
}
