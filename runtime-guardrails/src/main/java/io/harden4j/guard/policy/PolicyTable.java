package io.harden4j.guard.policy;

import io.harden4j.checkpoint.RunId;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.guard.audit.RecordedCall;
import io.harden4j.guard.audit.RecordedCalls;
import io.harden4j.guard.policy.PolicyFileException.Kind;
import io.harden4j.identity.Principal;
import io.harden4j.label.Integrity;
import io.harden4j.label.Label;
import io.harden4j.label.Labeled;
import io.harden4j.label.Readers;
import io.harden4j.tool.CanonicalArguments;
import io.harden4j.tool.Decision;
import io.harden4j.tool.Guard;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolCall;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Calls with the verdicts they must get, written beside a policy: {@code policy test} and JUnit tests check them, {@code policy simulate} decides them under two
 * policies. Immutable.
 *
 * @param calls the calls, in order
 */
public record PolicyTable(List<Call> calls) {
  /** Copies the list. */
  public PolicyTable {
    calls = List.copyOf(calls);
  }

  /**
   * One call.
   *
   * @param id        names the case
   * @param tool      {@code server.tool}
   * @param arguments JSON text
   * @param roles     roles of the principal
   * @param user      what the user wrote
   * @param untrusted what anybody could have written, empty if nothing was read
   * @param expect    {@code ALLOW}, {@code ASK} or {@code DENY}, or empty
   */
  public record Call(
      String id,
      String tool,
      String arguments,
      Set<String> roles,
      String user,
      String untrusted,
      String expect) {
    /** Copies the set. */
    public Call {
      roles = Set.copyOf(roles);
    }
  }

  /**
   * One verdict.
   *
   * @param call    the call
   * @param verdict {@code ALLOW}, {@code ASK} or {@code DENY}
   * @param rule    rule that decided
   * @param reason  for humans
   */
  public record Verdict(Call call, String verdict, String rule, String reason) {
    /** Says whether it is the one the table demands. */
    public boolean isExpected() {
      return call.expect().isEmpty() || call.expect().equals(verdict);
    }
  }

  /** The file as it is written. */
  record Document(@Nullable List<Row> calls) {}

  /** One entry of the file. */
  record Row(
      @Nullable String id,
      @Nullable String tool,
      @Nullable String arguments,
      @Nullable List<String> roles,
      @Nullable String user,
      @Nullable String untrusted,
      @Nullable String expect) {}

  /** Reads a table: YAML with one field {@code calls}, a list. @throws PolicyFileException if it is faulty */
  public static PolicyTable read(Path file) {
    try {
      return parse(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("the table " + file + " cannot be read", e);
    }
  }

  /** Reads the text of a table. @throws PolicyFileException if it is faulty */
  public static PolicyTable parse(String text) {
    Places places = new Places(text);
    Document document = YamlText.read(text, Document.class);
    List<Call> calls = new ArrayList<>();
    for (Row row : ToolDocuments.orEmpty(document.calls())) {
      String id = places.required(row.id(), "calls", "id");
      String expect = row.expect() == null ? "" : row.expect();
      if (!Set.of("", "ALLOW", "ASK", "DENY").contains(expect)) {
        throw places.fault(
            id, 0, "call '" + id + "' expects '" + expect + "'; write ALLOW, ASK or DENY");
      }
      String tool = places.required(row.tool(), id, "tool");
      if (tool.indexOf('.') <= 0) {
        throw places.fault(id, 0, "call '" + id + "' needs a tool of the form server.tool");
      }
      calls.add(new Call(
          id,
          tool,
          row.arguments() == null ? "{}" : row.arguments(),
          Set.copyOf(ToolDocuments.orEmpty(row.roles())),
          row.user() == null ? "" : row.user(),
          row.untrusted() == null ? "" : row.untrusted(),
          expect));
    }
    if (calls.isEmpty()) {
      throw new PolicyFileException(
          Kind.EMPTY, 0, "the table has no calls; a policy that nothing tests is not tested", null);
    }
    return new PolicyTable(calls);
  }

  /** Returns what a policy says to each call. */
  public List<Verdict> under(Guard guard, Map<String, ToolDeclaration> tools) {
    return calls.stream().map(call -> under(guard, tools, call)).toList();
  }

  /**
   * Returns the calls in the form of recorded ones, to be compared under policies ({@link PolicyDiff}).
   *
   * @param policies what they say tools are counts; a tool that none of them declares counts as EXECUTE
   */
  public RecordedCalls recorded(PolicyFile... policies) {
    List<RecordedCall> recorded = new ArrayList<>();
    for (Call call : calls) {
      boolean declared = Stream.of(policies).anyMatch(p -> p.tools().containsKey(call.tool()));
      recorded.add(new RecordedCall(
          call.id(),
          request(Map.of(), call, declared ? Sink.READ : Sink.EXECUTE),
          call.expect(),
          ""));
    }
    return new RecordedCalls(recorded, 0);
  }

  private static Verdict under(Guard guard, Map<String, ToolDeclaration> tools, Call call) {
    Decision decision = guard.decide(request(tools, call, Sink.EXECUTE));
    return new Verdict(
        call,
        decision.fold(a -> "ALLOW", d -> "DENY", q -> "ASK"),
        decision.rule(),
        decision.fold(a -> "", Decision.Deny::toHuman, Decision.AskHuman::question));
  }

  private static GuardRequest request(Map<String, ToolDeclaration> tools, Call call, Sink unknown) {
    Principal who = Principal.of("user", "tenant", call.roles().toArray(String[]::new));
    Label user = Label.user(who);
    Label page = new Label(Integrity.UNTRUSTED, Readers.EVERYONE, Set.of("table:untrusted"));
    boolean tainted = !call.untrusted().isEmpty();
    List<Labeled<String>> sources = new ArrayList<>(List.of(Labeled.of(call.user(), user)));
    if (tainted) {
      sources.add(Labeled.of(call.untrusted(), page));
    }
    int dot = call.tool().indexOf('.');
    CanonicalArguments arguments = CanonicalArguments.parse(call.arguments());
    return new GuardRequest(
        who,
        new RunId("table"),
        new ThreadKey("tenant", "table"),
        "table",
        new ToolCall(
            new ToolRef(call.tool().substring(0, dot), call.tool().substring(dot + 1), ""),
            arguments),
        tools.getOrDefault(call.tool(), ToolDeclaration.of(unknown)).forCall(arguments),
        tainted ? user.join(page) : user,
        Map.of(),
        sources,
        Instant.EPOCH);
  }
}
