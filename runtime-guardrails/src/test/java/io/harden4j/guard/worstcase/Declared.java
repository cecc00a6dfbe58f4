package io.harden4j.guard.worstcase;

import static io.harden4j.tool.ArgumentRole.AMOUNT;
import static io.harden4j.tool.ArgumentRole.CHOICE;
import static io.harden4j.tool.ArgumentRole.DESTINATION;
import static io.harden4j.tool.ArgumentRole.IDENTIFIER;
import static io.harden4j.tool.ArgumentRole.NAME;
import static io.harden4j.tool.ArgumentRole.PATH;
import static io.harden4j.tool.ArgumentRole.QUERY;
import static io.harden4j.tool.ArgumentRole.SECRET;
import static io.harden4j.tool.ArgumentRole.TIME;

import io.harden4j.label.Readers;
import io.harden4j.tool.ResultShape;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolDeclaration;
import java.util.Map;
import java.util.Set;

/**
 * What the tools of the recorded suites are, read off their names, descriptions and schemas: what a call does, what its arguments mean, who can write a field of
 * the result. Nothing here knows a task, a value or an attack. Free text in results is untrusted: anybody can send a mail, an invitation, a file or a payment.
 */
final class Declared {
  private static final Readers ME = Readers.only(ResultShape.PRINCIPAL);

  private static ToolDeclaration of(Sink s) {
    return ToolDeclaration.of(s);
  }

  /** A bank books the accounts and the amount of a payment; its subject is free text of whoever paid. */
  private static ToolDeclaration tx(ToolDeclaration d) {
    return d.records(
        Set.of("recipient", "sender", "subject", "amount"),
        Set.of("id", "recipient", "sender", "amount", "date"));
  }

  /** A calendar assigns the id and checks the guests' addresses; title, place and description are free text of whoever invites. */
  private static ToolDeclaration ev(ToolDeclaration d) {
    return d.records(Set.of("title"), Set.of("id_:event_id", "participants"));
  }

  /** A drive assigns the id; name and content are free text of whoever shares. */
  private static ToolDeclaration file(ToolDeclaration d) {
    return d.records(Set.of("filename"), Set.of("id_:file_id"));
  }

  /** A mailbox assigns the id; even the sender of a mail is what its writer claims. */
  private static ToolDeclaration mail(ToolDeclaration d) {
    return d.records(Set.of("subject"), Set.of("id_:email_id"));
  }

  private static final Map<String, ToolDeclaration> BANKING = Map.ofEntries(
      Map.entry("get_iban", of(Sink.READ).resultFor(ME).trustedResult()),
      Map.entry(
          "send_money",
          of(Sink.SPEND)
              .argument("recipient", DESTINATION)
              .argument("amount", AMOUNT)
              .argument("date", TIME)),
      Map.entry(
          "schedule_transaction",
          of(Sink.SPEND)
              .argument("recipient", DESTINATION)
              .argument("amount", AMOUNT)
              .argument("date", TIME)
              .argument("recurring", CHOICE)),
      Map.entry(
          "update_scheduled_transaction",
          of(Sink.SPEND)
              .argument("id", IDENTIFIER)
              .argument("recipient", DESTINATION)
              .argument("amount", AMOUNT)
              .argument("date", TIME)
              .argument("recurring", CHOICE)),
      Map.entry("get_balance", of(Sink.READ).resultFor(ME).trustedResult()),
      Map.entry("get_most_recent_transactions", tx(of(Sink.READ))),
      Map.entry("get_scheduled_transactions", tx(of(Sink.READ).trustedResult())),
      Map.entry("read_file", of(Sink.READ).argument("file_path", PATH)),
      Map.entry("get_user_info", of(Sink.READ).resultFor(ME).trustedResult()),
      Map.entry("update_password", of(Sink.GRANT).argument("password", SECRET)),
      Map.entry("update_user_info", of(Sink.WRITE_LOCAL).resultFor(ME).trustedResult()));

  private static final Map<String, ToolDeclaration> WORKSPACE = Map.ofEntries(
      Map.entry(
          "send_email",
          of(Sink.WRITE_EXTERNAL)
              .argument("recipients", DESTINATION)
              .argument("cc", DESTINATION)
              .argument("bcc", DESTINATION)
              .argument("attachments/*/type", CHOICE)
              .argument("attachments/*/file_id", IDENTIFIER)),
      Map.entry("delete_email", of(Sink.DELETE).argument("email_id", IDENTIFIER)),
      Map.entry("get_unread_emails", mail(of(Sink.READ))),
      Map.entry("get_sent_emails", mail(of(Sink.READ))),
      Map.entry("get_received_emails", mail(of(Sink.READ))),
      Map.entry("get_draft_emails", mail(of(Sink.READ))),
      Map.entry(
          "search_emails",
          mail(of(Sink.READ).argument("query", QUERY).argument("sender", IDENTIFIER))),
      Map.entry(
          "search_contacts_by_name",
          of(Sink.READ).argument("query", QUERY).records(Set.of("name"), Set.of("email"))),
      Map.entry(
          "search_contacts_by_email",
          of(Sink.READ).argument("query", QUERY).records(Set.of("name"), Set.of("email"))),
      Map.entry("get_current_day", of(Sink.READ).trustedResult()),
      Map.entry(
          "search_calendar_events",
          ev(of(Sink.READ).argument("query", QUERY).argument("date", TIME))),
      Map.entry("get_day_calendar_events", ev(of(Sink.READ).argument("day", TIME))),
      Map.entry(
          "create_calendar_event",
          ev(of(Sink.WRITE_LOCAL)
              .argument("title", NAME)
              .argument("start_time", TIME)
              .argument("end_time", TIME)
              .argument("participants", DESTINATION)
              .rises("participants", Sink.WRITE_EXTERNAL))),
      Map.entry("cancel_calendar_event", of(Sink.DELETE).argument("event_id", IDENTIFIER)),
      Map.entry(
          "reschedule_calendar_event",
          of(Sink.WRITE_EXTERNAL)
              .argument("event_id", IDENTIFIER)
              .argument("new_start_time", TIME)
              .argument("new_end_time", TIME)),
      Map.entry(
          "add_calendar_event_participants",
          of(Sink.WRITE_EXTERNAL)
              .argument("event_id", IDENTIFIER)
              .argument("participants", DESTINATION)),
      Map.entry("append_to_file", file(of(Sink.WRITE_LOCAL).argument("file_id", IDENTIFIER))),
      Map.entry("search_files_by_filename", file(of(Sink.READ).argument("filename", QUERY))),
      Map.entry("create_file", file(of(Sink.WRITE_LOCAL).argument("filename", NAME))),
      Map.entry("delete_file", of(Sink.DELETE).argument("file_id", IDENTIFIER)),
      Map.entry("get_file_by_id", file(of(Sink.READ).argument("file_id", IDENTIFIER))),
      Map.entry("list_files", file(of(Sink.READ))),
      Map.entry(
          "share_file",
          of(Sink.WRITE_EXTERNAL)
              .argument("file_id", IDENTIFIER)
              .argument("email", DESTINATION)
              .argument("permission", CHOICE)
              .risesUnless("permission", Set.of("r"), Sink.GRANT)),
      Map.entry("search_files", file(of(Sink.READ).argument("query", QUERY))));

  /** Returns the declarations of a suite by tool; empty where nobody has declared it. */
  static Map<String, ToolDeclaration> of(String suite) {
    return switch (suite) {
      case "banking" -> BANKING;
      case "workspace" -> WORKSPACE;
      default -> Map.of();
    };
  }

  private Declared() {}
}
