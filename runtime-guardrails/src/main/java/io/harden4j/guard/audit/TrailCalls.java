package io.harden4j.guard.audit;

import io.harden4j.checkpoint.RunId;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.identity.Principal;
import io.harden4j.label.Integrity;
import io.harden4j.label.Label;
import io.harden4j.label.Readers;
import io.harden4j.tool.CanonicalArguments;
import io.harden4j.tool.Gate;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.InvalidArgumentsException;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolCall;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;

/** The calls of an audit trail: the arguments stand with the INTENT, the verdict with the decision before it. */
final class TrailCalls {
  private TrailCalls() {}

  static RecordedCalls read(AuditRecords records, Set<String> roles) {
    Map<String, AuditRecords.Entry> decided = new HashMap<>();
    List<RecordedCall> calls = new ArrayList<>();
    long unreadable = 0;
    for (AuditRecords.Entry entry : records.all()) {
      String phase = entry.text("phase");
      String call = String.join("\n", entry.text("run"), entry.text("node"), entry.text("tool"));
      if (phase.equals("DECISION") && !entry.text("tool").equals(Gate.ENDORSE)) {
        unreadable += entry.text("outcome").equals("deny") ? 1 : 0;
        decided.put(call, entry);
      } else if (phase.equals("INTENT")) {
        AuditRecords.Entry decision = decided.getOrDefault(call, entry);
        if (!add(entry, decision, roles, calls)) {
          unreadable++;
        }
      }
    }
    return new RecordedCalls(calls, unreadable);
  }

  private static boolean add(
      AuditRecords.Entry intent,
      AuditRecords.Entry decision,
      Set<String> roles,
      List<RecordedCall> calls) {
    if (intent.arguments().isEmpty()) {
      return false;
    }
    try {
      calls.add(new RecordedCall(
          intent.text("run") + " record " + intent.text("sequence"),
          request(intent, intent.arguments().get(), roles),
          decision.text("outcome").toUpperCase(Locale.ROOT),
          intent.text("rule")));
      return true;
    } catch (InvalidArgumentsException | IllegalArgumentException damaged) {
      return false;
    }
  }

  private static GuardRequest request(
      AuditRecords.Entry entry, String arguments, Set<String> roles) {
    Entry<String, String> tool = split(entry.text("tool"));
    String tenant = entry.text("tenant");
    return new GuardRequest(
        Principal.of(entry.text("principal"), tenant, roles.toArray(String[]::new)),
        new RunId(entry.text("run")),
        new ThreadKey(tenant, entry.text("thread")),
        entry.text("node"),
        new ToolCall(
            new ToolRef(tool.getKey(), tool.getValue(), entry.text("pin")),
            CanonicalArguments.parse(arguments)),
        ToolDeclaration.of(Sink.valueOf(entry.text("sink"))),
        new Label(
            Integrity.valueOf(entry.text("integrity")), Readers.EVERYONE, Set.of("audit-trail")),
        Map.of(),
        List.of(),
        Instant.parse(entry.text("at")));
  }

  static Entry<String, String> split(String qualified) {
    int dot = qualified.indexOf('.');
    if (dot <= 0) {
      throw new IllegalArgumentException("'" + qualified + "' is not of the form server.tool");
    }
    return Map.entry(qualified.substring(0, dot), qualified.substring(dot + 1));
  }
}
