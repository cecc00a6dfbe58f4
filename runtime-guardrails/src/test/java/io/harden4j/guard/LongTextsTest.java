package io.harden4j.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.label.Label;
import io.harden4j.label.Labeled;
import io.harden4j.testkit.ProcessorTime;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.Sink;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts of 10 million characters made to be slow. */
class LongTextsTest {
  static Stream<String> pieces() {
    return Stream.of(
        "x",
        "'a ",
        "\u201e",
        "bob@acme.test ",
        "DE89 ",
        "1,",
        "https://a.test/",
        "- a: b\n",
        "\u200b",
        "A ");
  }

  @ParameterizedTest(name = "of \"{0}\"")
  @MethodSource("pieces")
  void a_decision_over_them_takes_seconds_at_most(String piece) {
    String text = piece.repeat(10_000_000 / piece.length());
    for (Label label : List.of(Scene.PAGE, Scene.USER)) {
      GuardRequest r = Scene.call(
              "mail.send", Sink.WRITE_EXTERNAL, "{\"to\":\"eve@evil.test\",\"text\":\"a b c\"}")
          .argument("to", ArgumentRole.DESTINATION)
          .request();
      StandardGuard guard = StandardGuard.builder().role("agent").may("mail.*").build();
      GuardRequest request = new GuardRequest(
          r.principal(),
          r.run(),
          r.thread(),
          r.node(),
          r.call(),
          r.declaration(),
          r.control(),
          r.arguments(),
          List.of(Labeled.of(text, label)),
          r.at());

      ProcessorTime work = ProcessorTime.start();
      String verdict = Scene.kind(guard.decide(request));

      assertThat(verdict).isEqualTo("ASK");
      assertThat(work.elapsed()).isLessThan(Duration.ofSeconds(5));
    }
  }
}
