package io.harden4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShowCommandTest {
  @TempDir
  Path dir;

  @Test
  void shows_what_a_thread_waits_for_and_what_it_holds_without_the_values() {
    String question;
    try (Refunds refunds = new Refunds(dir)) {
      question = refunds.question("t-1", "lamp");
    }

    Terminal shown = show("show", "t-1");

    assertThat(shown.code()).isEqualTo(Main.DONE);
    assertThat(shown.out())
        .contains("SUSPENDED")
        .contains("refunds v1")
        .containsPattern("next +approve#")
        .containsPattern("spent +super-steps 1, model calls 0")
        .contains(question + " (ask of approve, open)")
        .containsPattern("request +1 +[0-9]+ +USER +json")
        .containsPattern("notes +1 +[0-9]+ +USER +json")
        .doesNotContain("lamp");
  }

  @Test
  void shows_values_when_asked_with_everything_invisible_spelled_out() {
    try (Refunds refunds = new Refunds(dir)) {
      refunds.run("t-1", "lamp \u202e\u001b[31m");
    }

    assertThat(show("show", "t-1", "--values").out())
        .contains("request = \"lamp [U+202E]\\u001B[31m\"")
        .contains("notes = [\"asked for: lamp [U+202E]");
  }

  @Test
  void shows_an_earlier_checkpoint() {
    try (Refunds refunds = new Refunds(dir)) {
      refunds.run("t-1", "lamp");
    }

    assertThat(show("show", "t-1", "--at", "1").out())
        .contains("checkpoint  1 on branch main")
        .containsPattern("next +note#")
        .doesNotContain("notes");
    assertThat(show("show", "t-1", "--at", "99").err()).contains("no checkpoint 99");
  }

  @Test
  void shows_the_history_newest_first() {
    try (Refunds refunds = new Refunds(dir)) {
      refunds.run("t-1", "lamp");
    }

    Terminal history = show("history", "t-1");

    List<String> rows = history.out().lines().toList();
    assertThat(history.code()).isEqualTo(Main.DONE);
    assertThat(rows.get(1)).contains("STOP", "SUSPENDED");
    assertThat(rows.get(rows.size() - 1)).startsWith("1 ").contains("INPUT");
  }

  @Test
  void an_unknown_thread_is_not_found_and_neither_is_that_of_another_tenant() {
    try (Refunds refunds = new Refunds(dir)) {
      refunds.run("t-1", "lamp");
    }

    for (String command : List.of("show", "history")) {
      Terminal unknown = show(command, "t-2");
      assertThat(unknown.code()).isEqualTo(Main.NO);
      assertThat(unknown.err()).contains("has no thread 't-2'").contains("harden4j threads");
      assertThat(Terminal.run(command, "t-1", "--store", dir.toString(), "--tenant", "globex")
              .err())
          .contains("tenant 'globex' has no thread 't-1'");
    }
  }

  @Test
  void says_what_is_encrypted_and_shows_the_rest() {
    try (Refunds refunds = new Refunds(dir, Refunds.NAMED_KEY)) {
      refunds.run("t-1", "lamp");
    }

    assertThat(show("show", "t-1", "--values").out())
        .contains("encrypted with key k-7")
        .contains("request = (encrypted)")
        .doesNotContain("lamp");
    assertThat(show("inbox").err()).contains("encrypted with key 'k-7'");
  }

  private Terminal show(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--store", dir.toString(), "--tenant", "acme"));
    return Terminal.run(all.toArray(String[]::new));
  }
}
