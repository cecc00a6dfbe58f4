package io.harden4j.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.harden4j.guard.policy.DeclarationYaml;
import io.harden4j.guard.policy.PolicyFile;
import io.harden4j.identity.Principal;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.Decision;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolDeclaration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeclarationDraftTest {
  @ParameterizedTest(name = "{0} ({1}) -> {2}")
  @CsvSource({
    "get_order, Returns an order, READ",
    "list_files, Lists files, READ",
    "get_order, Deletes an order, WRITE_EXTERNAL",
    "get_webpage, Returns the content of the page, READ_EGRESS",
    "fetch, Fetches an address, READ_EGRESS",
    "send_email, Sends a mail, WRITE_EXTERNAL",
    "delete_file, Deletes a file, DELETE",
    "cancel_event, Cancels it, DELETE",
    "refund_order, Refunds it, SPEND",
    "reserve_hotel, Books a hotel, SPEND",
    "share_file, Shares it, GRANT",
    "update_password, Changes it, GRANT",
    "add_user_to_channel, Adds a user, WRITE_EXTERNAL",
    "run_query, Runs SQL, EXECUTE",
    "frobnicate, Does something, EXECUTE",
    "createNote, Creates a note, WRITE_LOCAL",
  })
  void a_draft_is_as_grave_as_the_name_may_mean(String name, String description, Sink expected) {
    assertThat(DeclarationDraft.of(name, description, new ObjectMapper().createObjectNode())
            .sink())
        .isEqualTo(expected);
  }

  @Test
  void a_draft_compiles_as_a_policy_and_nothing_a_server_writes_leaves_its_quotes()
      throws Exception {
    String tools = """
        {"tools":[
          {"name":"send_mail","description":"Sends","inputSchema":{"properties":{"to":{"type":"string"},"url":{"type":"string"},"body":{}}}},
          {"name":"create_event","inputSchema":{"properties":{"title":{},"participants":{"type":"array"}}}},
          {"name":"x\\": {sink: READ}\\nrules: [","description":"","inputSchema":{}}]}
        """;

    String yaml = DeclarationYaml.draft("office", new ObjectMapper().readTree(tools));
    PolicyFile file = PolicyFile.parse("format: harden4j-policy/1\n" + yaml + "...\n");

    assertThat(file.tools()).hasSize(3);
    assertThat(file.tools().get("office.send_mail").role("to")).isEqualTo(ArgumentRole.DESTINATION);
    assertThat(file.tools().get("office.create_event"))
        .isEqualTo(ToolDeclaration.of(Sink.WRITE_LOCAL)
            .argument("title", ArgumentRole.NAME)
            .argument("participants", ArgumentRole.DESTINATION)
            .rises("participants", Sink.WRITE_EXTERNAL));
    assertThat(yaml.lines().filter(line -> line.startsWith("rules"))).isEmpty();
  }

  @Test
  void an_undeclared_tool_is_denied_with_the_declaration_to_write() {
    StandardGuard guard = StandardGuard.builder()
        .onlyDeclared()
        .declare("mail.send", ToolDeclaration.of(Sink.WRITE_EXTERNAL))
        .role("agent")
        .may("mail.*")
        .build();

    Decision decision = new Scene(
            Principal.of("ana", "acme", "agent"),
            "mail",
            "delete_message",
            ToolDeclaration.of(Sink.READ),
            "{\"message_id\":\"1\"}",
            Scene.USER,
            java.util.Map.of())
        .judgedBy(guard);

    assertThat(decision).isInstanceOfSatisfying(Decision.Deny.class, deny -> {
      assertThat(deny.rule()).isEqualTo("undeclared-tool");
      assertThat(deny.toHuman())
          .contains(
              "\"mail.delete_message\":\n    sink: DELETE\n    arguments:\n      \"message_id\": IDENTIFIER");
      assertThat(deny.toModel()).doesNotContain("mail");
    });
  }
}
