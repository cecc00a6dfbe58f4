package io.harden4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  private static final String ALL = "threads,show,history,inbox,answer,trace,audit,capacity";

  @Test
  void help_names_every_command() {
    Terminal help = Terminal.run("help");

    assertThat(help.code()).isEqualTo(Main.DONE);
    assertThat(help.out()).contains(ALL.split(","));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"threads", "show", "history", "inbox", "answer", "trace", "audit", "capacity"})
  void help_about_a_command_shows_its_usage(String command) {
    Terminal help = Terminal.run("help", command);

    assertThat(help.code()).isEqualTo(Main.DONE);
    assertThat(help.out()).startsWith("Usage: ").contains(command);
    assertThat(Terminal.run(command, "--help")).isEqualTo(help);
  }

  @Test
  void without_a_command_it_says_what_there_is() {
    Terminal bare = Terminal.run();

    assertThat(bare.code()).isEqualTo(Main.WRONG_USAGE);
    assertThat(bare.err()).contains(ALL.split(","));
    assertThat(bare.out()).isEmpty();
  }

  @Test
  void an_unknown_command_is_wrong_usage_and_the_known_ones_are_named() {
    Terminal unknown = Terminal.run("launch\u001b[2J");

    assertThat(unknown.code()).isEqualTo(Main.WRONG_USAGE);
    assertThat(unknown.err()).contains("'launch[U+001B][2J'").contains("threads, show");
    assertThat(Terminal.run("help", "launch").code()).isEqualTo(Main.WRONG_USAGE);
  }

  @Test
  void wrong_options_are_named_and_the_usage_is_shown() {
    assertThat(wrong("threads", "--colour", "red")).contains("'--colour' is no option");
    assertThat(wrong("threads", "--store")).contains("--store lacks its value");
    assertThat(wrong("threads", "--tenant", "a", "--tenant", "b")).contains("given twice");
    assertThat(wrong("threads", "--store", "x")).contains("--tenant is missing");
    assertThat(wrong("threads", "--store", "x", "--tenant", "a", "extra")).contains("'extra'");
    assertThat(wrong("show", "--store", "x", "--tenant", "a")).contains("ID is missing");
    assertThat(wrong("history", "t", "--limit", "0")).contains("not a number from 1 on");
    assertThat(wrong("threads", "--tenant", "a", "--status", "asleep")).contains("out-of-budget");
  }

  private static String wrong(String... arguments) {
    Terminal terminal = Terminal.run(arguments);
    assertThat(terminal.code()).isEqualTo(Main.WRONG_USAGE);
    assertThat(terminal.out()).isEmpty();
    assertThat(terminal.err()).contains("Usage: harden4j " + arguments[0]);
    return terminal.err();
  }
}
