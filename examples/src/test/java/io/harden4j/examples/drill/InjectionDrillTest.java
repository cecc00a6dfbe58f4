package io.harden4j.examples.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InjectionDrillTest {
  static Stream<Drill> drills() {
    return Drills.all().stream();
  }

  @ParameterizedTest
  @MethodSource("drills")
  void the_attack_is_stopped_and_its_twin_is_done(Drill drill) {
    assertThat(InjectionDrill.play(drill, drill.attack()).reached()).isFalse();
    assertThat(InjectionDrill.play(drill, drill.twin()).reached()).isTrue();
  }

  @Test
  void the_reason_of_each_verdict_is_printed() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    int wrong = InjectionDrill.run(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    assertThat(wrong).isZero();
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("ASK by grounded-argument")
        .contains("DENY by grounded-argument")
        .contains("ASK by foreign-link")
        .contains("ALLOW by assistant/may/desk.*")
        .contains("no attack reached a tool");
  }
}
