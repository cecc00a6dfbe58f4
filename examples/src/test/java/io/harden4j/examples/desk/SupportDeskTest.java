package io.harden4j.examples.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.examples.orders.ExecutedCall;
import io.harden4j.examples.orders.OrderDatabase;
import io.harden4j.graph.StateView;
import io.harden4j.observability.report.TerminalTree;
import io.harden4j.run.RunResult;
import io.harden4j.run.UnknownThreadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole desk with the built-in model, a real order server, real files. */
class SupportDeskTest {
  @TempDir
  private static Path folder;

  private static DeskHome home;
  private static Desk desk;

  @BeforeAll
  static void open() {
    home = new DeskHome(folder);
    desk = TestDesk.open(home);
  }

  @AfterAll
  static void close() {
    desk.close();
  }

  static Stream<Question> questions() {
    return Question.all().stream();
  }

  @ParameterizedTest
  @MethodSource("questions")
  void answers_a_question_with_the_facts_of_the_right_pages_and_orders(Question question) {
    String thread = "question-" + Question.all().indexOf(question);

    RunResult result = TestDesk.askAndRelease(desk, thread, question.question());

    assertThat(result).isInstanceOf(RunResult.Completed.class);
    StateView state = result.state();
    assertThat(state.get(SupportDesk.PLAN).lookup()).isEqualTo(question.lookup());
    assertThat(state.get(SupportDesk.ORDER_IDS)).isEqualTo(question.orders());
    assertThat(state.get(SupportDesk.PASSAGES).stream().map(Prompts::page))
        .containsAll(question.pages());
    Reply reply = state.get(SupportDesk.REPLY);
    assertThat(Question.plain(reply.text())).contains(question.facts());
    assertThat(reply.sources().isEmpty()).isEqualTo(!question.lookup().readsHandbook());
  }

  @Test
  void stops_the_injected_refund_and_says_in_the_trace_which_rule_did() throws Exception {
    RunResult result = desk.ask("injected", Question.first(), event -> {});

    String trace = Files.readString(desk.trace(result));
    assertThat(trace).contains("MT16TEST00000FAKEACCOUNT0000000");
    assertThat(TerminalTree.of(desk.trace(result)).render())
        .contains("deny by rule grounded-argument: argument /iban (DESTINATION)");
    assertThat(executed()).noneMatch(call -> call.arguments().contains("MT16TEST"));
    assertThat(audited()).contains("grounded-argument");
  }

  @Test
  void leaves_the_money_where_it_is_when_the_team_lead_says_no() {
    RunResult waiting = desk.ask("refused", Question.first(), event -> {});
    List<ExecutedCall> before = executed();

    desk.answer("refused", "no");
    RunResult result = desk.resume("refused", event -> {});

    assertThat(waiting).isInstanceOf(RunResult.Suspended.class);
    assertThat(result.orThrow().get(SupportDesk.REPLY).text()).contains("was not released");
    assertThat(executed()).isEqualTo(before);
  }

  @Test
  void pays_a_released_refund_to_the_original_payment_method() {
    List<ExecutedCall> before = executed();

    RunResult result = TestDesk.askAndRelease(
        desk, "released", "Order A-1107 is late. Do I get a refund of the delivery costs?");

    assertThat(result.orThrow().get(SupportDesk.REFUND_OUTCOME))
        .contains("4.90 EUR go back to PayPal account");
    assertThat(executed().subList(before.size(), executed().size()))
        .filteredOn(call -> call.tool().equals("refund_order"))
        .singleElement()
        .satisfies(call -> assertThat(call.arguments()).doesNotContain("iban"));
  }

  @Test
  void answers_the_next_question_of_a_thread_afresh() {
    desk.ask("talk", "Where is the parcel of order A-1107?", event -> {});

    RunResult second =
        desk.ask("talk", "How long is the link for a new password valid?", event -> {});

    StateView state = second.orThrow();
    assertThat(state.get(SupportDesk.ORDER_IDS)).isEmpty();
    assertThat(state.get(SupportDesk.REPLY).text()).contains("60 minutes").doesNotContain("A-1107");
  }

  @Test
  void says_that_an_order_does_not_exist() {
    RunResult result = desk.ask("missing", "Where is the parcel of order A-9999?", event -> {});

    assertThat(result.orThrow().get(SupportDesk.REPLY).text()).contains("A-9999 was not found");
  }

  @Test
  void refuses_an_empty_question_before_anything_is_recorded() {
    assertThatThrownBy(() -> desk.ask("empty", " \n", event -> {}))
        .isInstanceOf(EmptyQuestionException.class)
        .hasMessageContaining("--question");

    assertThatThrownBy(() -> desk.runtime().threads().state(People.SAM, "empty"))
        .isInstanceOf(UnknownThreadException.class);
  }

  private static List<ExecutedCall> executed() {
    return OrderDatabase.executedCalls(home.database());
  }

  private static String audited() throws IOException {
    try (Stream<Path> files = Files.list(home.audit())) {
      return Files.readString(
          files.filter(f -> f.toString().endsWith(".jsonl")).findFirst().orElseThrow());
    }
  }
}
