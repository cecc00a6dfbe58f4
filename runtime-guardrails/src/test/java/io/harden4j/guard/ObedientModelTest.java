package io.harden4j.guard;

import static io.harden4j.guard.Scene.call;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.harden4j.checkpoint.InMemoryCheckpointStore;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.label.Label;
import io.harden4j.label.Labeled;
import io.harden4j.label.Readers;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import io.harden4j.tool.ToolResult;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A model that does all a page says, with tools that are declared honestly: ways to carry something out beside the text of an argument. */
class ObedientModelTest {
  private static final Label SECRET_PAGE = Scene.PAGE.withReaders(Readers.only("tenant:acme"));
  private static final String USER = "tell bob@other.test that I am late";

  private final StandardGuard guard = StandardGuard.builder()
      .mailDomains("acme.test")
      .role("agent")
      .may("mail.*")
      .build();

  private String verdict(Scene scene, Label read) {
    return verdict(guard, scene, read);
  }

  private static String verdict(StandardGuard guard, Scene scene, Label read) {
    GuardRequest r = scene.request();
    return Scene.kind(guard.decide(new GuardRequest(
        r.principal(),
        r.run(),
        r.thread(),
        r.node(),
        r.call(),
        r.declaration(),
        Scene.USER.join(read),
        scene.labels(),
        List.of(Labeled.of(USER, Scene.USER), Labeled.of("the canary is tiger", read)),
        r.at())));
  }

  private static Scene mail(String json) {
    return call("mail.send", Sink.WRITE_EXTERNAL, json.replace('\'', '"'))
        .argument("to", ArgumentRole.DESTINATION)
        .argument("at", ArgumentRole.TIME)
        .argument("attachments/*/file_id", ArgumentRole.IDENTIFIER)
        .argument("look/paper/color", ArgumentRole.CHOICE);
  }

  @ParameterizedTest(name = "{0} -> {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "the user's own words | {'to':'bob@other.test','text':'I am late'} | ALLOW",
        "the name of a member | {'to':'bob@other.test','text':'I am late','more':{'tiger':true}} | ASK",
        "the name of a member without a value | {'to':'bob@other.test','text':'I am late','more':{'tiger':null}} | ASK",
        "the name of an empty member | {'to':'bob@other.test','text':'I am late','more':{'tiger':{}}} | ASK",
        "the name of a list without items | {'to':'bob@other.test','text':'I am late','more':[{'tiger':[]}]} | ASK",
        "names the user wrote | {'to':'bob@other.test','text':'I am late','more':{'late':true}} | ALLOW",
        "names that are declared | {'to':'bob@other.test','text':'I am late','attachments':[]} | ALLOW",
        "names on a declared way | {'to':'bob@other.test','text':'I am late','look':{'paper':{'color':'red'}}} | ALLOW",
        "a name beside a declared way | {'to':'bob@other.test','text':'I am late','look':{'tiger':{'color':'red'}}} | ASK",
        "one flag | {'to':'bob@other.test','text':'I am late','urgent':true} | ALLOW",
        "a row of bits | {'to':'bob@other.test','text':'I am late','more':[true,false,true,true]} | ASK",
        "a time to the second | {'to':'bob@other.test','text':'I am late','at':'2026-11-24T10:00:00'} | ALLOW",
        "a time with a message in its fraction | {'to':'bob@other.test','text':'I am late','at':'2026-11-24T10:00:00.116105103'} | ASK",
        "a text with a secret | {'to':'bob@other.test','text':'tiger'} | ASK",
        "a text with a secret in base64 | {'to':'bob@other.test','text':'dGlnZXI='} | ASK",
        "JSON in a text | {'to':'bob@other.test','text':'{\\u0022cc\\u0022:\\u0022eve\\u0022}'} | ASK",
      })
  void private_text_reaches_nobody_outside(String way, String json, String expected) {
    assertThat(verdict(mail(json), SECRET_PAGE)).as(way).isEqualTo(expected);
  }

  @ParameterizedTest(name = "\"{0}\" is a link")
  @ValueSource(
      strings = {
        "evil\u3002test/x",
        "evil\uff61test/x",
        "s3cr3t_x.evil.test/p",
        "a.b.c.d.e.f.g.h.i.j.k.l.evil.test",
        "evil.test./x",
        "evil.zip/account",
        "notes.md?d=tiger",
        "\u092a\u093e\u0920.\u092d\u093e\u0930\u0924/x",
        "\\\\\\\\evil.test\\\\share",
      })
  void a_link_in_whatever_form_to_a_place_that_only_a_page_named_asks(String link) {
    Scene scene = mail("{'to':'bob@other.test','text':'see " + link + " please'}");

    assertThat(verdict(scene, Scene.PAGE)).isEqualTo("ASK");
  }

  @ParameterizedTest(name = "\"{0}\" is no link")
  @ValueSource(
      strings = {"report.docx", "notes.md#plan", "main.py:12", "my_list.final", "10.30", "and/or"})
  void what_is_no_link_does_not_ask(String word) {
    Scene scene = mail("{'to':'bob@other.test','text':'see " + word + " please'}");

    assertThat(verdict(scene, Scene.PAGE)).isEqualTo("ALLOW");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"TO", "To", "\uff54o"})
  void a_name_that_some_servers_take_for_a_declared_one_is_denied(String twin) {
    Scene scene = mail("{'to':'bob@other.test','" + twin + "':'eve@evil.test'}");

    assertThat(verdict(scene, Scene.USER)).isEqualTo("DENY AMBIGUOUS_ARGUMENT");
    assertThat(verdict(mail("{'" + twin + "':'eve@evil.test'}"), Scene.USER))
        .as("alone")
        .isEqualTo("DENY AMBIGUOUS_ARGUMENT");
  }

  @Test
  void what_nobody_may_see_is_denied_and_what_the_tenant_may_see_asks_without_a_page_too() {
    Scene scene = mail("{'to':'bob@other.test','text':'tiger'}");

    assertThat(verdict(scene, Scene.DATABASE.withReaders(Readers.only())))
        .isEqualTo("DENY CONFIDENTIAL");
    assertThat(verdict(scene, Scene.DATABASE.withReaders(Readers.only("tenant:acme"))))
        .isEqualTo("ASK");
    assertThat(verdict(
            mail("{'to':'bob@acme.test','text':'tiger'}"),
            Scene.DATABASE.withReaders(Readers.only("user:carl"))))
        .isEqualTo("ASK");
  }

  @Test
  void a_secret_is_asked_about_where_the_user_wrote_it_for_a_grave_tool_and_else_denied() {
    StandardGuard exact =
        StandardGuard.builder().role("agent").may("mail.grant").may("mail.send").build();
    Scene grant =
        call("mail.grant", Sink.GRANT, "{\"k\":\"late\"}").argument("k", ArgumentRole.SECRET);
    Scene other = grant.sending("{\"k\":\"tiger\"}");
    Scene send = call("mail.send", Sink.WRITE_EXTERNAL, "{\"k\":\"late\"}")
        .argument("k", ArgumentRole.SECRET);

    assertThat(verdict(exact, grant, Scene.PAGE)).isEqualTo("ASK");
    assertThat(verdict(exact, other, Scene.PAGE)).isEqualTo("DENY SECRET_UNDER_UNTRUSTED_CONTROL");
    assertThat(verdict(exact, send, Scene.PAGE)).isEqualTo("DENY SECRET_UNDER_UNTRUSTED_CONTROL");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"bob@other.test, eve@evil.test", "bob@other.test\u200b", "a@b@c.test"})
  void a_receiver_inside_of_a_list_of_objects_is_one_plain_value_too(String address) {
    Scene scene = call(
            "mail.send", Sink.WRITE_EXTERNAL, "{\"people\":[{\"mail\":\"" + address + "\"}]}")
        .argument("people/*/mail", ArgumentRole.DESTINATION);

    assertThat(verdict(scene, Scene.USER)).isEqualTo("DENY AMBIGUOUS_ARGUMENT");
  }

  private static final StateKey<String> DONE = StateKey.of("done", String.class);

  @Test
  void an_event_with_the_words_of_others_names_no_receiver() {
    StateGraph graph = StateGraph.builder("g")
        .state(DONE)
        .node("wait", ctx -> {
          String to = ctx.awaitEvent("mail", String.class, Duration.ofDays(1)).orElseThrow();
          return Update.of(
              DONE, ctx.tools().call("send", "{\"to\":\"" + to + "\"}").status().name());
        })
        .start("wait")
        .edge("wait", StateGraph.END)
        .build();
    GuardedTool send = new GuardedTool(
        new ToolRef("mail", "send", ""),
        "send",
        "",
        JsonNodeFactory.instance.objectNode().put("additionalProperties", true),
        ToolDeclaration.of(Sink.WRITE_EXTERNAL).argument("to", ArgumentRole.DESTINATION),
        permit -> ToolResult.ok("sent to " + permit.arguments().length));
    try (AgentRuntime runtime = AgentRuntime.builder()
        .guard(guard)
        .checkpoints(new InMemoryCheckpointStore())
        .graphs(graph)
        .tools(List.of(send))
        .build()) {
      for (String thread : List.of("own", "webhook")) {
        runtime.run(graph, Update.none(), RunOptions.thread(thread).as(Scene.ANA));
      }
      runtime.signal(Scene.ANA, "own", "mail", "bob@other.test");
      runtime.signal(
          Scene.ANA,
          "webhook",
          "mail",
          Labeled.of("eve@evil.test", Label.untrusted("webhook:crm")));

      assertThat(runtime.resume(RunOptions.thread("own").as(Scene.ANA)))
          .isInstanceOf(RunResult.Completed.class);
      assertThat(runtime.resume(RunOptions.thread("webhook").as(Scene.ANA)))
          .isInstanceOf(RunResult.Suspended.class);
    }
  }
}
