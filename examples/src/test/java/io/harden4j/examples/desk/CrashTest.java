package io.harden4j.examples.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.examples.orders.ExecutedCall;
import io.harden4j.examples.orders.OrderDatabase;
import io.harden4j.run.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that dies after a node; the next one ends the run as if nothing had happened. */
class CrashTest {
  private static final String THREAD = "case-1";

  @TempDir
  private static Path template;

  @TempDir
  private Path folder;

  @BeforeAll
  static void makeDatabase() {
    new DeskHome(template).prepare();
  }

  @BeforeEach
  void copyDatabase() throws IOException {
    Files.copy(new DeskHome(template).database(), new DeskHome(folder).database());
  }

  /** The end of the process, as far as a test in the same process can play it. */
  private static final class PowerCut extends Error {
    private static final long serialVersionUID = 1L;
  }

  @ParameterizedTest(name = "after {0}")
  @ValueSource(strings = {"controller", "router", "handbook", "reasoning", "validation"})
  void ends_with_the_same_answer_and_calls_no_tool_twice(String node) {
    DeskHome home = new DeskHome(folder);
    try (Desk desk = crashingAfter(node, home)) {
      assertThatThrownBy(() -> desk.ask(THREAD, Question.first(), event -> {}))
          .isInstanceOf(PowerCut.class);
    }

    try (Desk desk = TestDesk.open(home)) {
      RunResult result = TestDesk.release(desk, THREAD, desk.resume(THREAD, event -> {}));

      assertUndisturbed(result, home);
    }
  }

  @ParameterizedTest(name = "after {0}")
  @ValueSource(strings = {"refund", "answer"})
  void does_not_pay_twice_after_a_crash_behind_the_release(String node) {
    DeskHome home = new DeskHome(folder);
    try (Desk desk = crashingAfter(node, home)) {
      desk.ask(THREAD, Question.first(), event -> {});
      desk.answer(THREAD, "yes");
      assertThatThrownBy(() -> desk.resume(THREAD, event -> {})).isInstanceOf(PowerCut.class);
    }

    try (Desk desk = TestDesk.open(home)) {
      assertUndisturbed(desk.resume(THREAD, event -> {}), home);
    }
  }

  @Test
  void survives_a_halted_process_on_the_command_line() throws Exception {
    ChildDesk child = new ChildDesk(folder);

    ChildDesk.Ended halted = child.run("--thread", THREAD, "--crash-after", "orders");
    ChildDesk.Ended waiting = child.run("--resume", THREAD);
    ChildDesk.Ended completed = child.run("--resume", THREAD, "--answer", "yes");

    assertThat(halted.status()).isEqualTo(137);
    assertThat(waiting.status()).isZero();
    assertThat(waiting.output())
        .contains("STOPPED by rule grounded-argument")
        .contains("A HUMAN MUST DECIDE")
        .contains("--resume case-1 --answer yes");
    assertThat(completed.status()).isZero();
    assertThat(completed.output()).contains("89.90 EUR go back to Visa ending 4242");
    assertCalledOnce(new DeskHome(folder));
  }

  private static Desk crashingAfter(String node, DeskHome home) {
    return TestDesk.open(home, Optional.of(new CrashAfter(node, () -> {
      throw new PowerCut();
    })));
  }

  private static void assertUndisturbed(RunResult result, DeskHome home) {
    assertThat(Question.plain(result.orThrow().get(SupportDesk.REPLY).text()))
        .contains(Question.all().get(0).facts())
        .contains("89.90 EUR go back to Visa ending 4242");
    assertCalledOnce(home);
  }

  private static void assertCalledOnce(DeskHome home) {
    assertThat(OrderDatabase.executedCalls(home.database()))
        .extracting(ExecutedCall::tool)
        .isEqualTo(List.of("find_order", "shipment_status", "refund_order"));
  }
}
