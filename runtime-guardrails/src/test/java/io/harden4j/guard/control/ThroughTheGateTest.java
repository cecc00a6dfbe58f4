package io.harden4j.guard.control;

import static io.harden4j.graph.StateGraph.END;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.harden4j.checkpoint.ControlStore;
import io.harden4j.checkpoint.InMemoryControlStore;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.guard.audit.AuditRecords;
import io.harden4j.guard.audit.FileAuditKeys;
import io.harden4j.guard.audit.FileAuditSink;
import io.harden4j.identity.Principal;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import io.harden4j.testkit.HostileEvidence;
import io.harden4j.tool.AuditSink;
import io.harden4j.tool.Decision;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolConnector;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import io.harden4j.tool.ToolResult;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What audit and kill switch do to calls, seen from a run on the real gate. */
@ExtendWith(HostileEvidence.class)
class ThroughTheGateTest {
  private static final StateKey<String> TEXT = StateKey.of("text", String.class);
  private static final Principal ANA = Principal.of("ana", "acme", "agent");

  @TempDir
  Path directory;

  private final AtomicInteger calls = new AtomicInteger();
  private final InMemoryControlStore store = new InMemoryControlStore();

  private static final JsonNode SCHEMA = new ObjectMapper()
      .valueToTree(
          Map.of("type", "object", "properties", Map.of("note", Map.of("type", "string"))));

  private static GuardedTool tool(Sink sink, ToolConnector connector) {
    return new GuardedTool(
        new ToolRef("orders", "refund", "pin1"),
        "orders__refund",
        "Refunds",
        SCHEMA,
        ToolDeclaration.of(sink),
        connector);
  }

  private ToolResult counted() {
    calls.incrementAndGet();
    return ToolResult.ok("done");
  }

  private AgentRuntime.Builder runtime(Sink sink) {
    return AgentRuntime.builder()
        .guard(request -> new Decision.Allow("permit", request.call(), List.of()))
        .tools(List.of(tool(sink, permit -> {
          permit.arguments();
          return counted();
        })));
  }

  private static final StateGraph ONCE = StateGraph.builder("once")
      .state(TEXT)
      .node("act", ctx -> {
        ToolResult result = ctx.tools().call("refund", Map.of("note", "canary"));
        return Update.of(TEXT, result.status() + " " + result.code());
      })
      .start("act")
      .edge("act", END)
      .build();

  private static RunResult run(AgentRuntime runtime, String thread) {
    return runtime.run(ONCE, Update.none(), RunOptions.thread(thread).as(ANA));
  }

  @ParameterizedTest
  @EnumSource(Sink.class)
  void F19_a_call_whose_intent_cannot_be_written_is_denied_unless_it_only_reads(Sink sink) {
    AuditSink full = record -> {
      throw new IllegalStateException("disk full");
    };

    String outcome = run(runtime(sink).audit(full).build(), "t").orThrow().get(TEXT);

    assertThat(outcome).isEqualTo(sink == Sink.READ ? "OK " : "DENIED AUDIT_UNAVAILABLE");
    assertThat(calls).hasValue(sink == Sink.READ ? 1 : 0);
  }

  @Test
  void the_intent_is_on_record_before_the_effect_and_holds_the_sealed_arguments()
      throws IOException {
    FileAuditKeys keys = FileAuditKeys.in(directory.resolve("keys"));
    FileAuditSink sink = FileAuditSink.in(directory.resolve("trail")).withArguments(keys);
    Path file = sink.file("acme");
    AtomicBoolean there = new AtomicBoolean();
    AgentRuntime checking = AgentRuntime.builder()
        .guard(request -> new Decision.Allow("permit", request.call(), List.of()))
        .audit(sink)
        .tools(List.of(tool(Sink.SPEND, permit -> {
          there.set(contains(file, "\"INTENT\""));
          return counted();
        })))
        .build();

    run(checking, "t").orThrow();

    assertThat(there).isTrue();
    assertThat(Files.readString(file)).doesNotContain("canary");
    assertThat(AuditRecords.of(Files.readAllLines(file), keys).all().stream()
            .flatMap(entry -> entry.arguments().stream()))
        .containsExactly("{\"note\":\"canary\"}");
  }

  private static boolean contains(Path file, String text) {
    try {
      return Files.readString(file).contains(text);
    } catch (IOException e) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "all",
        "tenant:acme",
        "principal:acme/ana",
        "server:orders",
        "tool:orders/refund",
        "pin:pin1"
      })
  void F17_every_scope_stops_a_call_that_has_not_begun(String scope) {
    ControlStoreKillSwitch kill = ControlStoreKillSwitch.over(store);
    AgentRuntime runtime = runtime(Sink.SPEND).killSwitch(kill).build();
    kill.engage(scope, "drill");

    assertThat(run(runtime, "t")).isInstanceOf(RunResult.Cancelled.class);
    assertThat(calls).hasValue(0);

    kill.release(scope, "drill over");
    assertThat(runtime.resume(RunOptions.thread("t").as(ANA)).orThrow().get(TEXT))
        .isEqualTo("OK ");
  }

  @Test
  void F18_where_the_store_cannot_be_read_only_reading_goes_on() {
    ControlStore down = (ControlStore) Proxy.newProxyInstance(
        ControlStore.class.getClassLoader(),
        new Class<?>[] {ControlStore.class},
        (p, method, args) -> {
          throw new IllegalStateException("down");
        });
    ControlStoreKillSwitch kill = ControlStoreKillSwitch.over(down);

    assertThat(run(runtime(Sink.READ).killSwitch(kill).build(), "r").orThrow().get(TEXT))
        .isEqualTo("OK ");
    assertThat(run(runtime(Sink.READ_EGRESS).killSwitch(kill).build(), "e"))
        .isInstanceOf(RunResult.Cancelled.class);
    assertThat(run(runtime(Sink.SPEND).killSwitch(kill).build(), "s"))
        .isInstanceOf(RunResult.Cancelled.class);
    assertThat(calls).hasValue(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Sink.class,
      names = {"READ", "SPEND"})
  @Timeout(20)
  void a_call_that_is_under_way_is_cancelled(Sink sink) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    ControlStoreKillSwitch here = ControlStoreKillSwitch.over(store);
    FileAuditSink audit = FileAuditSink.in(directory);
    AgentRuntime runtime = AgentRuntime.builder()
        .guard(request -> new Decision.Allow("permit", request.call(), List.of()))
        .audit(audit)
        .killSwitch(here)
        .tools(List.of(tool(sink, permit -> {
          begun.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
            Thread.currentThread().interrupt();
          }
          throw new IllegalStateException("cancelled");
        })))
        .build();
    Thread operator = new Thread(() -> {
      try {
        begun.await();
        ControlStoreKillSwitch.over(store).engage("tool:orders/refund", "drill"); // another process
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    operator.start();
    long start = System.nanoTime();

    RunResult result = run(runtime, "t");

    operator.join();
    assertThat(result).isInstanceOf(RunResult.Cancelled.class);
    interrupted.await();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    assertThat(Files.readString(audit.file("acme"))).contains("\"outcome\":\"unknown\"");
  }
}
