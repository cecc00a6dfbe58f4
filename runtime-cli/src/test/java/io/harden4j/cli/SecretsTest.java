package io.harden4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.harden4j.checkpoint.Digests;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.guard.StandardGuard;
import io.harden4j.guard.audit.AuditRecords;
import io.harden4j.guard.audit.AuditVerifier;
import io.harden4j.guard.audit.FileAuditKeys;
import io.harden4j.guard.audit.FileAuditSink;
import io.harden4j.guard.audit.IncidentPack;
import io.harden4j.guard.governor.GovernedGuard;
import io.harden4j.guard.screen.ContentScreen;
import io.harden4j.guard.sql.SqlDialect;
import io.harden4j.guard.sql.SqlGovernor;
import io.harden4j.identity.Principal;
import io.harden4j.label.Label;
import io.harden4j.observability.OpenTelemetryObserver;
import io.harden4j.observability.report.TerminalTree;
import io.harden4j.observability.report.TraceFile;
import io.harden4j.observe.Observer;
import io.harden4j.retrieval.Passage;
import io.harden4j.retrieval.RetrievalQuery;
import io.harden4j.retrieval.Retriever;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunOptions;
import io.harden4j.testkit.Evidence;
import io.harden4j.testkit.Tier;
import io.harden4j.testkit.model.ScriptedChatModel;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.Decision;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.Obligation;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolConnector;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import io.harden4j.tool.ToolResult;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * F22: what is secret is planted where an application has its secrets, in prompts, arguments, results, documents, messages of exceptions and state, also in calls that are
 * denied or fail, and then looked for in everything that leaves a process beside its store: logs at the finest level, spans, trace files and their drawing, the audit trail.
 */
class SecretsTest {
  private static final Principal ANA = Principal.of("ana", "acme", "agent");
  private static final StateKey<String> STATE = StateKey.of("state", String.class);
  private static final StateKey<String> OUT = StateKey.of("out", String.class);
  private static final JsonNode SCHEMA = new ObjectMapper()
      .valueToTree(Map.of(
          "type",
          "object",
          "properties",
          Map.of("text", Map.of("type", "string"), "sql", Map.of("type", "string"))));

  @TempDir
  Path dir;

  private final List<String> planted = new CopyOnWriteArrayList<>();
  private final List<SpanData> spans = new CopyOnWriteArrayList<>();
  private final ListAppender<ILoggingEvent> logs = new ListAppender<>();

  private String canary(String where, int round) {
    String canary = "cnry" + Digests.sha256(where + round).substring(0, 20);
    planted.add(canary);
    return canary;
  }

  private static GuardedTool tool(String name, Sink sink, ToolConnector connector) {
    return new GuardedTool(
        new ToolRef("desk", name, ""),
        name,
        "A tool",
        SCHEMA,
        ToolDeclaration.of(sink)
            .argument("sql", ArgumentRole.QUERY)
            .argument("text", ArgumentRole.CONTENT),
        connector);
  }

  private AgentRuntime runtime(Observer observer, int round) {
    SqlGovernor sql =
        SqlGovernor.builder(SqlDialect.POSTGRESQL).table("orders", "id").build();
    StandardGuard policy = StandardGuard.builder().role("agent").may("desk.*").build();
    return AgentRuntime.builder()
        .guard(GovernedGuard.over(policy)
            .governor(ArgumentRole.QUERY, "sql", sql)
            .oblige("screen")
            .build())
        .obligation("screen", ContentScreen.builder().build())
        .audit(FileAuditSink.in(dir.resolve("audit"))
            .withArguments(FileAuditKeys.in(dir.resolve("keys"))))
        .observe(observer)
        .tools(List.of(
            tool(
                "echo",
                Sink.READ,
                permit -> ToolResult.ok(
                    canary("result", round), "{\"a\":\"" + canary("structured", round) + "\"}")),
            tool("fail", Sink.WRITE_LOCAL, permit -> {
              throw new IllegalStateException(canary("tool-exception", round));
            }),
            tool("delete", Sink.DELETE, permit -> ToolResult.ok("deleted")),
            tool("error", Sink.READ, permit -> ToolResult.error(canary("tool-error", round))),
            tool(
                "query",
                Sink.READ,
                permit -> ToolResult.ok(new String(permit.arguments(), StandardCharsets.UTF_8)))))
        .build();
  }

  private StateGraph graph(int round) {
    return StateGraph.builder("secrets")
        .state(STATE, OUT)
        .node("work", ctx -> {
          ctx.get(STATE);
          ctx.retrieve(documents(round), canary("query", round));
          ctx.chat(ScriptedChatModel.replying(canary("answer", round)))
              .system(canary("system", round))
              .user(canary("prompt", round))
              .text();
          ctx.tools().call("echo", Map.of("text", canary("argument", round)));
          ctx.tools().call("echo", Map.of(canary("unknown-name", round), 1));
          ctx.tools().call("echo", Map.of("tenant", canary("reserved", round)));
          ctx.tools().call("nothing", Map.of("text", canary("unknown-tool", round)));
          ctx.tools().call("error", Map.of("text", canary("argument-of-error", round)));
          ctx.tools()
              .call(
                  "query",
                  Map.of("sql", "SELECT id FROM orders WHERE id = '" + canary("sql", round) + "'"));
          ctx.tools()
              .call(
                  "query",
                  Map.of(
                      "sql",
                      "SELECT " + canary("sql-refused", round) + " FROM "
                          + canary("sql-table", round)));
          if (round % 4 == 3) {
            ctx.tools().call("delete", Map.of("text", canary("argument-asked-about", round)));
          }
          ctx.effect("own", () -> canary("effect", round));
          return Update.of(OUT, canary("out", round));
        })
        .node("fail", ctx -> {
          if (round % 3 == 0) {
            throw new IllegalStateException(canary("node-exception", round));
          }
          if (round % 3 == 1) {
            ctx.effect("own-failing", () -> {
              throw new IOException(canary("effect-exception", round));
            });
          }
          ctx.tools().call("fail", Map.of("text", canary("argument-of-failure", round)));
          return Update.none();
        })
        .start("work")
        .edge("work", "fail")
        .edge("fail", StateGraph.END)
        .build();
  }

  private Retriever documents(int round) {
    return new Retriever() {
      @Override
      public String name() {
        return "documents";
      }

      @Override
      public List<Passage> retrieve(RetrievalQuery query) {
        String text = canary("document", round);
        return List.of(new Passage(
            "p1",
            "doc.md",
            "",
            text,
            0,
            text.length(),
            Digests.sha256(text),
            1,
            Label.untrusted("doc:doc.md"),
            Map.of()));
      }
    };
  }

  /** Everything that an application plugs in fails with a secret in its message, at different calls. */
  private AgentRuntime failing(int round) {
    return AgentRuntime.builder()
        .guard(request -> {
          if (request.call().arguments().json().contains("guard")) {
            throw new IllegalStateException(
                canary("guard-exception", round), new IOException(canary("its-cause", round)));
          }
          return new Decision.Allow(
              "permit", request.call(), List.of(new Obligation("odd", Map.of())));
        })
        .obligation("odd", (obligation, request, result) -> {
          throw new IllegalStateException(canary("handler-exception", round));
        })
        .audit(record -> {
          throw new IllegalStateException(canary("audit-exception", round));
        })
        .observe(run -> {
          throw new IllegalStateException(canary("observer-exception", round));
        })
        .tools(List.of(tool("echo", Sink.READ, permit -> ToolResult.ok(canary("withheld", round)))))
        .build();
  }

  private static final StateGraph TWO_CALLS = StateGraph.builder("two")
      .state(OUT)
      .node("work", ctx -> {
        ctx.tools().call("echo", Map.of("text", "guard"));
        ctx.tools().call("echo", Map.of("text", "x"));
        return Update.none();
      })
      .start("work")
      .edge("work", StateGraph.END)
      .build();

  @Test
  void no_secret_leaves_by_logs_spans_trace_files_or_the_audit_trail() throws IOException {
    Logger root = (Logger) LoggerFactory.getLogger("io.harden4j");
    Level before = root.getLevel();
    logs.start();
    root.addAppender(logs);
    root.setLevel(Level.TRACE);
    TraceFile traces = TraceFile.in(dir.resolve("traces"));
    try (OpenTelemetrySdk otel = OpenTelemetrySdk.builder()
        .setTracerProvider(SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(new Keeping()))
            .build())
        .build()) {
      Observer observer = Observer.all(List.of(OpenTelemetryObserver.of(otel), traces));
      for (int round = 0; round < Tier.of(12, 120); round++) {
        AgentRuntime runtime = runtime(observer, round);
        runtime.run(
            graph(round),
            Update.of(STATE, canary("state", round)),
            RunOptions.thread("t" + round).as(ANA));
        runtime.close();
        AgentRuntime failing = failing(round);
        failing.run(
            TWO_CALLS, Update.none(), RunOptions.thread("f" + round).as(ANA).onEvent(event -> {
              throw new IllegalStateException(canary("listener-exception", 0));
            }));
        failing.close();
      }
    } finally {
      root.setLevel(before);
      root.detachAppender(logs);
    }

    List<String> inLogs = found(logs());
    List<String> inSpans = found(
        spans.toString() + spans.stream().map(s -> s.getEvents().toString()).toList());
    List<String> inTraces = found(files("traces") + drawn());
    List<String> inAudit = found(files("audit"));
    String reports = reports();
    List<String> inHtml = found(reports);
    Evidence.of(
            Path.of(System.getProperty("basedir", ""))
                .resolve("../runtime-guardrails")
                .normalize(),
            "secrets")
        .ran(planted.size())
        .put("planted", planted.size())
        .put(
            "found",
            inLogs.size() + inSpans.size() + inTraces.size() + inAudit.size() + inHtml.size())
        .put("foundInLogs", inLogs.size())
        .put("foundInSpans", inSpans.size())
        .put("foundInTraceFiles", inTraces.size())
        .put("foundInAudit", inAudit.size())
        .put("foundInHtml", inHtml.size())
        .put("spans", spans.size())
        .put("logLines", logs.list.size())
        .write();

    assertThat(spans).hasSizeGreaterThan(100);
    assertThat(logs()).contains("the guard", "the audit sink failed", "an observer threw");
    assertThat(files("audit")).contains("INTENT");
    assertThat(planted).hasSizeGreaterThan(200);
    assertThat(inLogs).as("logs").isEmpty();
    assertThat(inSpans).as("spans").isEmpty();
    assertThat(inTraces).as("trace files").isEmpty();
    assertThat(inAudit).as("audit trail").isEmpty();
    assertThat(reports).contains("<html", "no-destination");
    assertThat(inHtml).as("HTML reports of incident packs").isEmpty();
  }

  private List<String> found(String text) {
    return planted.stream().filter(text::contains).toList();
  }

  private String logs() {
    StringBuilder all = new StringBuilder();
    for (ILoggingEvent event : logs.list) {
      all.append(event.getFormattedMessage()).append('\n');
      if (event.getThrowableProxy() != null) {
        all.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
      }
    }
    return all.toString();
  }

  /** Every run of the trail as the page that an incident pack has. */
  private String reports() throws IOException {
    Path file = FileAuditSink.in(dir.resolve("audit")).file("acme");
    List<String> lines = Files.readAllLines(file);
    return AuditRecords.of(lines).all().stream()
        .map(entry -> entry.text("run"))
        .distinct()
        .map(run -> IncidentPack.of(run, lines, AuditVerifier.verify(file)).text("report.html"))
        .collect(Collectors.joining("\n"));
  }

  private String files(String folder) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(dir.resolve(folder))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(file.getFileName()).append('\n').append(Files.readString(file));
      }
    }
    return all.toString();
  }

  private String drawn() throws IOException {
    List<String> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(dir.resolve("traces"))) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> all.add(TerminalTree.of(file).toString()));
      return String.join("\n", all);
    }
  }

  private final class Keeping implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> more) {
      spans.addAll(more);
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
