package io.harden4j.guard.governor;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.RunId;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.guard.StandardGuard;
import io.harden4j.guard.path.PathGovernor;
import io.harden4j.guard.screen.ContentScreen;
import io.harden4j.label.Label;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.CanonicalArguments;
import io.harden4j.tool.Guard;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolCall;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Governors of values that stand inside of an argument and have a role of their own. */
class NestedArgumentsTest {
  private static final PathGovernor ACME = PathGovernor.under("/data/{tenant}");
  private static final ToolDeclaration COPY = ToolDeclaration.of(Sink.WRITE_LOCAL)
      .argument("files", ArgumentRole.CONTENT)
      .argument("files/*/path", ArgumentRole.PATH)
      .argument("target/path", ArgumentRole.PATH);

  private final Guard byRole =
      GovernedGuard.over(Calls.PERMIT).governor(ArgumentRole.PATH, "path", ACME).build();

  private static String verdict(Guard guard, ToolDeclaration declaration, String json) {
    return Calls.verdict(
        guard,
        new GuardRequest(
            Calls.ANA,
            new RunId("run-1"),
            new ThreadKey("acme", "t"),
            "node",
            new ToolCall(
                new ToolRef("srv", "tool", ""), CanonicalArguments.parse(json.replace('\'', '"'))),
            declaration,
            Label.SYSTEM,
            Map.of(),
            List.of(),
            Instant.parse("2026-11-24T10:00:00Z")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'files':[{'path':'/data/acme/x'},{'path':'/data/acme/../globex/x'}]}",
        "{'files':[{'path':['/etc/passwd']}]}",
        "{'files':[{'path':{'/etc/passwd':'/data/acme/x'}}]}",
        "{'target':{'path':'/etc/passwd'}}",
      })
  void a_value_inside_of_an_argument_is_governed_by_its_own_role(String json) {
    assertThat(verdict(byRole, COPY, json)).isEqualTo("D PATH_NOT_PERMITTED");
  }

  @Test
  void what_stands_beside_it_is_not_governed_and_a_new_form_goes_back_to_its_place() {
    String json = "{'files':[{'note':'no path','path':'/data/acme//x'}]}";

    assertThat(verdict(byRole, COPY, json))
        .isEqualTo("OK {\"files\":[{\"note\":\"no path\",\"path\":\"/data/acme/x\"}]}");
  }

  @Test
  void a_place_with_another_role_is_left_out_of_the_argument_around_it() {
    ToolDeclaration mostly = ToolDeclaration.of(Sink.WRITE_LOCAL)
        .argument("files", ArgumentRole.PATH)
        .argument("files/*/path", ArgumentRole.PATH)
        .argument("files/*/note", ArgumentRole.CONTENT);

    assertThat(verdict(byRole, mostly, "{'files':[{'note':'n','path':'/data/acme/x'}]}"))
        .startsWith("OK ");
    assertThat(verdict(byRole, mostly, "{'files':[{'note':'n','path':'/etc/x'}]}"))
        .startsWith("D ");
    assertThat(verdict(byRole, mostly, "{'files':[{'other':'/etc/x'}]}")).startsWith("D ");
    assertThat(verdict(byRole, mostly, "{'files':['/etc/x']}")).startsWith("D ");
    assertThat(verdict(byRole, mostly, "{'files':[{'../x':1}]}")).startsWith("D ");
  }

  @Test
  void a_governor_of_one_tools_argument_finds_a_place_inside_of_it() {
    Guard guard = GovernedGuard.over(Calls.PERMIT)
        .governor("path", ACME)
        .use("path", "srv.tool", "files/*/path")
        .build();

    assertThat(verdict(guard, COPY, "{'files':[{'path':'/etc/passwd'}]}"))
        .isEqualTo("D PATH_NOT_PERMITTED");
    assertThat(verdict(guard, COPY, "{'files':[{'path':'/data/acme/x'}]}")).startsWith("OK ");
  }

  @Test
  void a_human_is_asked_about_the_form_that_is_sent() {
    Guard guard = GovernedGuard.over(Calls.ASK)
        .governor(ArgumentRole.PATH, "path", ACME.relativeTo("/data/acme"))
        .build();
    Guard named = StandardGuard.builder()
        .governor(
            "path", GovernedGuard.only(ArgumentRole.PATH, "path", ACME.relativeTo("/data/acme")))
        .role("analyst")
        .mayAfterApproval("srv.tool")
        .checkedBy("path")
        .build();
    GuardRequest request = Calls.of(ArgumentRole.PATH, "{'x':'report.txt','y':'/data/acme/y'}");

    for (Guard asking : List.of(guard, named)) {
      String question = asking.decide(request).fold(a -> "", d -> "", q -> q.question());
      assertThat(question)
          .contains("changed x; what is sent = \"/data/acme/report.txt\"")
          .doesNotContain("changed y");
    }
  }

  @Test
  void a_card_number_is_stopped_as_a_number_too() {
    Guard guard = GovernedGuard.over(Calls.PERMIT)
        .governor(ArgumentRole.CONTENT, "screen", ContentScreen.builder().build())
        .build();

    assertThat(verdict(guard, COPY, "{'text':4111111111111111}"))
        .isEqualTo("D CONTENT_NOT_PERMITTED");
    assertThat(verdict(guard, COPY, "{'text':4111111111111112,'count':3}")).startsWith("OK ");
  }
}
