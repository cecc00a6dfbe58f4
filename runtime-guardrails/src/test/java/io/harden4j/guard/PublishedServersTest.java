package io.harden4j.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolDeclaration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Drafts for tools of the kind that published MCP servers have; names and arguments are written from memory. A draft may be too grave, never too light. */
class PublishedServersTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** {@code argument:type argument:type}; {@code []} behind a type makes a list. */
  private static ObjectNode schema(String arguments) {
    ObjectNode schema = JSON.createObjectNode();
    ObjectNode properties = schema.putObject("properties");
    for (String argument : arguments.isBlank() ? new String[0] : arguments.split(" ", -1)) {
      String[] named = argument.split(":", -1);
      ObjectNode property = properties.putObject(named[0]);
      boolean list = named[1].endsWith("[]");
      if (list) {
        property.put("type", "array");
        property.putObject("items").put("type", named[1].replace("[]", ""));
      } else {
        property.put("type", named[1]);
      }
    }
    return schema;
  }

  private static ToolDeclaration draft(String name, String description, String arguments) {
    String prefix = DeclarationDraft.prefix(List.of(name, name.split("[_-]", -1)[0] + "_other"));
    return DeclarationDraft.of(name, description, schema(arguments), prefix);
  }

  @ParameterizedTest(name = "{0}: {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "read_text_file | Read the complete contents of a file as text | path:string | READ",
        "read_multiple_files | Read several files at once | paths:string[] | READ",
        "list_directory | Get a listing of all files | path:string | READ",
        "directory_tree | Get a recursive tree view of files | path:string | READ",
        "search_files | Recursively search for files | path:string pattern:string | READ",
        "get_file_info | Retrieve metadata about a file | path:string | READ",
        "list_allowed_directories | Returns the list of directories | | READ",
        "read_graph | Read the entire knowledge graph | | READ",
        "search_nodes | Search for nodes | query:string | READ",
        "open_nodes | Open specific nodes by their names | names:string[] | READ",
        "git_status | Shows the working tree status | repo_path:string | READ",
        "git_diff | Shows differences between branches | repo_path:string target:string | READ",
        "git_log | Shows the commit logs | repo_path:string max_count:integer | READ",
        "get_issue | Get details of an issue | owner:string repo:string issue_number:number | READ",
        "search_code | Search for code | q:string | READ",
        "list_commits | Get list of commits | owner:string repo:string sha:string | READ",
        "slack_list_channels | List public channels | limit:number cursor:string | READ",
        "slack_get_channel_history | Get recent messages | channel_id:string limit:number | READ",
        "slack_get_users | Get a list of all users | cursor:string | READ",
        "list_tables | List all tables in the database | | READ",
        "describe_table | Get the schema of a table | table_name:string | READ",
        "brave_web_search | Performs a web search | query:string count:number | READ_EGRESS",
        "get_forecast | Get the weather forecast | latitude:number longitude:number | READ",
        "search_flights | Search flights | from:string to:string date:string | READ",
        "get_booking | Get a booking | booking_id:string | READ",
        "list_reservations | List reservations | | READ",
      })
  void what_only_looks_is_mostly_drafted_as_a_read(
      String name, String description, String arguments, Sink sink) {
    assertThat(draft(name, description, arguments == null ? "" : arguments).sink())
        .isEqualTo(sink);
  }

  @ParameterizedTest(name = "{0}: {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "write_file | Create or overwrite a file | path:string content:string | WRITE_LOCAL",
        "edit_file | Make line edits | path:string edits:object[] | WRITE_LOCAL",
        "move_file | Move or rename files | source:string destination:string | WRITE_LOCAL",
        "create_entities | Create entities | entities:object[] | WRITE_LOCAL",
        "delete_entities | Delete entities | entityNames:string[] | DELETE",
        "git_commit | Records changes | repo_path:string message:string | WRITE_LOCAL",
        "git_reset | Unstages all changes | repo_path:string | DELETE",
        "git_push | Pushes | repo_path:string remote:string | WRITE_EXTERNAL",
        "create_issue | Create an issue | owner:string repo:string title:string body:string | WRITE_EXTERNAL",
        "add_issue_comment | Add a comment | owner:string repo:string issue_number:number body:string | WRITE_EXTERNAL",
        "create_pull_request | Create a PR | owner:string repo:string title:string head:string base:string | WRITE_EXTERNAL",
        "merge_pull_request | Merge a PR | owner:string repo:string pull_number:number | WRITE_EXTERNAL",
        "create_repository | Create a repository | name:string private:boolean | WRITE_EXTERNAL",
        "create_or_update_file | Create or update a file | owner:string repo:string path:string content:string | WRITE_LOCAL",
        "push_files | Push files | owner:string repo:string branch:string | WRITE_EXTERNAL",
        "slack_post_message | Post a message | channel_id:string text:string | WRITE_EXTERNAL",
        "slack_reply_to_thread | Reply | channel_id:string thread_ts:string text:string | WRITE_EXTERNAL",
        "slack_add_reaction | Add a reaction | channel_id:string timestamp:string reaction:string | WRITE_EXTERNAL",
        "query | Run a read-only SQL query | sql:string | EXECUTE",
        "read_query | Execute a SELECT | query:string statement:string | EXECUTE",
        "write_query | Execute an INSERT | query:string | WRITE_LOCAL",
        "fetch | Fetches a URL | url:string | READ_EGRESS",
        "puppeteer_navigate | Navigate to a page | url:string | EXECUTE",
        "puppeteer_evaluate | Execute JavaScript | script:string | EXECUTE",
        "puppeteer_click | Click an element | selector:string | EXECUTE",
        "create_webhook | Create a hook | url:string events:string[] | GRANT",
        "create_payment_link | Create a payment link | price:string quantity:number | SPEND",
        "create_refund | Refund a payment | payment_intent:string amount:number | SPEND",
        "cancel_subscription | Cancel | subscription:string | DELETE",
        "book_flight | Book a flight | flight_id:string passengers:object[] | SPEND",
        "check_in | Check in | booking_id:string | EXECUTE",
        "check_out | Check out | booking_id:string | EXECUTE",
        "add_collaborator | Add a collaborator | repo:string username:string | WRITE_EXTERNAL",
        "add_member | Add a member | group:string user:string | GRANT",
        "set_permissions | Set | file_id:string permission:string | GRANT",
        "update_item | Update an item | item_id:string visibility:string | WRITE_EXTERNAL",
        "modify_email | Modify labels | messageId:string addLabelIds:string[] | WRITE_EXTERNAL",
        "get_and_delete_message | Get it | id:string | DELETE",
        "list_and_nuke | Lists | id:string | EXECUTE",
        "get_order | Returns an order and deletes it | id:string | WRITE_EXTERNAL",
        "open_account | Open an account | name:string | EXECUTE",
        "topup | Top up | amount:number account:string | EXECUTE",
        "add_entry | Add | amount:number account:string | SPEND",
      })
  void what_changes_something_is_drafted_as_grave_as_it_may_be(
      String name, String description, String arguments, Sink sink) {
    assertThat(draft(name, description, arguments).sink()).isEqualTo(sink);
  }

  @ParameterizedTest(name = "{0} of a {2} is {3}")
  @CsvSource({
    "channel_id, string, WRITE_EXTERNAL, DESTINATION",
    "assignees, array, WRITE_EXTERNAL, DESTINATION",
    "username, string, GRANT, DESTINATION",
    "email, string, WRITE_EXTERNAL, DESTINATION",
    "email_id, string, DELETE, IDENTIFIER",
    "thread_ts, string, WRITE_EXTERNAL, IDENTIFIER",
    "issue_number, number, WRITE_EXTERNAL, IDENTIFIER",
    "hotel, string, SPEND, IDENTIFIER",
    "car, string, SPEND, IDENTIFIER",
    "spaceship, string, DELETE, IDENTIFIER",
    "seats, integer, SPEND, AMOUNT",
    "start_date, string, SPEND, TIME",
    "to_date, string, SPEND, TIME",
    "body, string, WRITE_EXTERNAL, CONTENT",
    "filename, string, WRITE_LOCAL, NAME",
    "callback_url, string, WRITE_EXTERNAL, URL",
    "api_key, string, WRITE_EXTERNAL, SECRET",
    "card_number, string, SPEND, SECRET",
    "page_token, string, READ, CHOICE",
    "source, string, WRITE_LOCAL, PATH",
    "draft, boolean, WRITE_EXTERNAL, CHOICE",
    "permission, enum, GRANT, CHOICE",
  })
  void an_argument_that_no_word_explains_decides_what_a_grave_call_hits(
      String name, String type, Sink sink, ArgumentRole role) {
    assertThat(DraftRoles.of(name, type, sink)).isEqualTo(role);
  }

  @Test
  void what_is_inside_objects_and_lists_is_drafted_too() throws Exception {
    ToolDeclaration draft =
        DeclarationDraft.of("create_event", "Create an event", JSON.readTree("""
            {"properties":{"event":{"type":"object","properties":{
               "title":{"type":"string"},
               "attendees":{"type":"array","items":{"type":"object","properties":{"email":{"type":"string"}}}}}}}}"""));

    assertThat(draft.roles())
        .isEqualTo(Map.of(
            "event/title", ArgumentRole.NAME, "event/attendees/*/email", ArgumentRole.DESTINATION));
    assertThat(draft.rises()).hasSize(1);
  }

  @Test
  void an_object_without_a_schema_has_the_usual_fields_and_those_its_description_quotes()
      throws Exception {
    ToolDeclaration draft =
        DeclarationDraft.of("send_parcel", "Sends a parcel", JSON.readTree("""
            {"properties":{"parcel":{"anyOf":[{"type":"null"},{"type":"array","items":{"type":"object"}}],
              "description":"With `depot_id`, `remarks` and so on"}}}"""));

    assertThat(draft.roles())
        .containsEntry("parcel/*/depot_id", ArgumentRole.IDENTIFIER)
        .containsEntry("parcel/*/to", ArgumentRole.DESTINATION)
        .doesNotContainKeys("parcel", "parcel/*/remarks");
  }

  @Test
  void a_prefix_is_what_all_names_share_and_never_a_verb() {
    assertThat(DeclarationDraft.prefix(List.of("slack_post_message", "slack_list_channels")))
        .isEqualTo("slack");
    assertThat(DeclarationDraft.prefix(List.of("delete_file", "delete_mail"))).isEmpty();
    assertThat(DeclarationDraft.prefix(List.of("get_file", "get_mail"))).isEmpty();
    assertThat(DeclarationDraft.prefix(List.of("nuke_list"))).isEmpty();
    assertThat(DeclarationDraft.prefix(List.of("a_x", "b_y"))).isEmpty();
  }
}
