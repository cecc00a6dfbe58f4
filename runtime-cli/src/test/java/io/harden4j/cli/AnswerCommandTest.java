package io.harden4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.run.RunResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerCommandTest {
  @TempDir
  Path dir;

  @Test
  void the_inbox_shows_a_question_and_how_it_can_be_answered() {
    String id;
    try (Refunds refunds = new Refunds(dir)) {
      id = refunds.question("t-1", "lamp 5 EUR");
    }

    Terminal inbox = command("inbox");

    assertThat(inbox.code()).isEqualTo(Main.DONE);
    assertThat(inbox.out())
        .startsWith(id + "  ask of approve in thread t-1, asked 20")
        .contains("  | Pay back?\n  | Request: lamp 5 EUR\n")
        .contains("answer: yes | no  by role finance");
    assertThat(command("inbox", "--thread", "t-2").out()).isEqualTo("no open questions\n");
  }

  @Test
  void an_answer_lets_the_application_go_on_while_it_has_the_store_open() {
    try (Refunds refunds = new Refunds(dir)) {
      String id = refunds.question("t-1", "lamp");

      Terminal answered = command("answer", id, "yes", "--as", "ben");

      assertThat(answered.code()).isEqualTo(Main.DONE);
      assertThat(answered.out()).contains("resume thread t-1");
      RunResult result = refunds.resume("t-1");
      assertThat(result.orThrow().get(Refunds.GRANTED)).isTrue();
    }
    assertThat(command("inbox").out()).isEqualTo("no open questions\n");
  }

  @Test
  void the_first_answer_counts() {
    String id;
    try (Refunds refunds = new Refunds(dir)) {
      id = refunds.question("t-1", "lamp");
    }
    command("answer", id, "no", "--as", "ben");

    Terminal second = command("answer", id, "yes", "--as", "eve");

    assertThat(second.code()).isEqualTo(Main.NO);
    assertThat(second.err()).contains("it has an answer");
    try (Refunds refunds = new Refunds(dir)) {
      assertThat(refunds.resume("t-1").orThrow().get(Refunds.GRANTED)).isFalse();
    }
  }

  @Test
  void refuses_an_answer_of_another_kind_and_one_without_the_role() {
    String id;
    try (Refunds refunds = new Refunds(dir)) {
      id = refunds.question("t-1", "lamp 5 EUR");
    }

    Terminal maybe = command("answer", id, "maybe", "--as", "ben", "--roles", "finance");
    Terminal outsider = command("answer", id, "yes", "--as", "ben");
    Terminal nobody = command("answer", id, "yes");
    Terminal finance = command("answer", id, "yes", "--as", "ben", "--roles", "it, finance,it");

    assertThat(maybe.code()).isEqualTo(Main.WRONG_USAGE);
    assertThat(maybe.err()).contains("one of [yes, no]");
    assertThat(outsider.code()).isEqualTo(Main.NO);
    assertThat(outsider.err()).contains("a role you do not have");
    assertThat(nobody.code()).isEqualTo(Main.WRONG_USAGE);
    assertThat(nobody.err()).contains("--as is missing");
    assertThat(finance.code()).isEqualTo(Main.DONE);
  }

  @Test
  void an_unknown_question_is_refused() {
    try (Refunds refunds = new Refunds(dir)) {
      refunds.run("t-1", "lamp");
    }

    Terminal unknown = command("answer", "q-0", "yes", "--as", "ben");

    assertThat(unknown.code()).isEqualTo(Main.NO);
    assertThat(unknown.err()).contains("no such question");
  }

  private Terminal command(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--store", dir.toString(), "--tenant", "acme"));
    return Terminal.run(all.toArray(String[]::new));
  }
}
