package io.harden4j.examples.docs;

import dev.langchain4j.model.chat.ChatModel;
import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.graph.Ask;
import io.harden4j.graph.NodeContext;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.ollama.OllamaAddress;
import io.harden4j.ollama.OllamaChat;
import io.harden4j.ollama.OllamaInventory;
import io.harden4j.ollama.OllamaPreflight;
import io.harden4j.ollama.capacity.Demand;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import io.harden4j.run.RunWorker;
import io.harden4j.run.Schedule;
import io.harden4j.run.StateDiff;
import io.harden4j.run.ThreadState;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** What the pages show; {@code DocsTest} compares line by line and runs it. */
final class Snippets {
  static final StateKey<String> CITY = StateKey.of("city", String.class);

  private Snippets() {}

  static ThreadState correct(AgentRuntime runtime, StateGraph graph, Update input, Principal ana) {
    // [docs/durable-execution.md]
    RunResult result = runtime.run(graph, input, RunOptions.thread("case-7").as(ana));
    if (result instanceof RunResult.Suspended waiting) {
      ThreadState state = runtime.threads().state(ana, "case-7");
      System.out.println(waiting.questions() + " before " + state.next());
      runtime
          .threads()
          .edit(ana, "case-7", Update.of(CITY, "Graz")); // a new checkpoint, a new epoch
      runtime.resume(RunOptions.thread("case-7").as(ana)); // asks again with what was corrected
    }
    // [end]
    return runtime.threads().state(ana, "case-7");
  }

  static CheckpointRef goBack(AgentRuntime runtime, Principal ana) {
    // [docs/durable-execution.md]
    List<CheckpointInfo> history = runtime.threads().history(ana, "case-7"); // newest first
    CheckpointRef now = history.get(0).ref();
    CheckpointRef before = history.get(1).ref();
    StateDiff diff = runtime.threads().diff(ana, before, now);
    System.out.println(diff.changes()); // added, removed, changed, with labels
    runtime.threads().copy(ana, now, "case-7-what-if"); // a thread of its own, under its own seals
    CheckpointRef head = runtime.threads().rollback(ana, before); // the old state is the head again
    // [end]
    return head;
  }

  static String ask(NodeContext ctx) {
    // [docs/durable-execution.md]
    Ask<String> way = Ask.of("Which way?", String.class)
        .to("clerk")
        .escalateTo("boss", Duration.ofHours(4)) // from then on only the boss may answer
        .expiresIn(Duration.ofDays(1))
        .orElse("home"); // on the record as taken for want of an answer
    String answer = ctx.ask(way);
    // [end]
    return answer;
  }

  static String waits(NodeContext ctx) {
    // [docs/durable-execution.md]
    ctx.sleep(Duration.ofDays(3));
    Optional<String> paid = ctx.awaitEvent("paid", String.class, Duration.ofHours(1));
    // [end]
    return paid.orElse("not paid");
  }

  static RunWorker work(AgentRuntime runtime, StateGraph graph, Update input, Principal ana) {
    // [docs/durable-execution.md]
    runtime.submit(
        graph, input, RunOptions.thread("case-8").as(ana)); // returns once the input is durable
    RunWorker worker = runtime.worker().concurrency(16).perTenant(4).start();
    // [end]
    return worker;
  }

  static void schedule(AgentRuntime runtime, StateGraph graph, Update input, Principal ana) {
    // [docs/durable-execution.md]
    runtime
        .schedules()
        .put(
            ana,
            Schedule.of("report", graph, input)
                .thread("report-{due}")
                .daily(LocalTime.of(6, 0), ZoneId.of("Europe/Vienna")));
    // [end]
  }

  static ChatModel ollama() {
    // [docs/hardware.md]
    OllamaAddress server = OllamaAddress.parse("localhost");
    AgentRuntime runtime = AgentRuntime.builder()
        .preflight(OllamaPreflight.builder(OllamaInventory.at(server), "qwen3:8b", Demand.of(8192))
            .needsTools()
            .build())
        .build();
    ChatModel model = OllamaChat.builder(server, "qwen3:8b").numCtx(8192).build();
    // [end]
    runtime.close();
    return model;
  }
}
