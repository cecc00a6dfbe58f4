package io.harden4j.examples.desk;

import io.harden4j.checkpoint.file.FileCheckpointStore;
import io.harden4j.effect.Budget;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Update;
import io.harden4j.guard.audit.FileAuditSink;
import io.harden4j.mcp.McpServers;
import io.harden4j.observability.content.ContentPolicy;
import io.harden4j.observability.otlp.OtlpTelemetry;
import io.harden4j.observability.report.TraceFile;
import io.harden4j.observe.Observer;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.OpenQuestion;
import io.harden4j.run.RunEvent;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The wiring: the graph with real parts around it. What makes the agent fit for production stands here, and nothing of it in a node. */
final class Desk implements AutoCloseable {
  private final McpServers servers;
  private final FileCheckpointStore store;
  private final TraceFile traces;
  private final @Nullable OtlpTelemetry telemetry;
  private final AgentRuntime runtime;
  private final StateGraph graph;

  /**
   * What a desk is made of.
   *
   * @param home  where it keeps its files
   * @param model which model answers
   * @param otlp  where spans are sent; empty for nowhere
   * @param crash what crashes the process; empty for nothing
   */
  record Parts(DeskHome home, ModelChoice model, Optional<String> otlp, Optional<Observer> crash) {}

  Desk(Parts parts) {
    DeskHome home = parts.home().prepare();
    servers = DeskTools.servers(home.database());
    store = FileCheckpointStore.open(home.checkpoints());
    traces = TraceFile.in(home.traces()).content(ContentPolicy.development());
    telemetry = parts.otlp().map(Telemetry::to).orElse(null);
    graph = SupportDesk.graph(parts.model().model(), Handbook.index());
    AgentRuntime.Builder builder = AgentRuntime.builder()
        .graphs(graph)
        .checkpoints(store)
        .tools(servers::tools)
        .guard(DeskPolicy.guard())
        .audit(FileAuditSink.in(home.audit()))
        .budget(Budget.of().modelCalls(20).toolCalls(20).tokens(100_000))
        .observe(traces);
    parts.model().preflight().ifPresent(builder::preflight);
    if (telemetry != null) {
      builder.observe(telemetry.observer());
    }
    parts.crash().ifPresent(builder::observe);
    servers.healthChecks().forEach(builder::health);
    runtime = builder.build();
  }

  /** Answers a question on a thread. */
  RunResult ask(String thread, String question, Consumer<RunEvent> listener) {
    if (question.isBlank()) {
      throw new EmptyQuestionException();
    }
    return runtime.run(
        graph,
        Update.of(SupportDesk.QUESTION, question.strip()),
        RunOptions.thread(thread).as(People.SAM).onEvent(listener));
  }

  /** Goes on with a thread, wherever it stopped. */
  RunResult resume(String thread, Consumer<RunEvent> listener) {
    return runtime.resume(RunOptions.thread(thread).as(People.SAM).onEvent(listener));
  }

  /** Answers all open questions of a thread as the team lead, and returns them. */
  List<OpenQuestion> answer(String thread, String answer) {
    List<OpenQuestion> open = runtime.inbox().open(People.LEA, thread);
    open.forEach(question -> runtime.inbox().answer(question, answer, People.LEA));
    return open;
  }

  /** Returns the operator's view. */
  AgentRuntime runtime() {
    return runtime;
  }

  /** Returns the trace file of a result's run. */
  Path trace(RunResult result) {
    return traces.path(People.SHOP.id(), result.info().run());
  }

  @Override
  public void close() {
    runtime.close();
    servers.close();
    store.close();
    if (telemetry != null) {
      telemetry.close();
    }
  }
}
