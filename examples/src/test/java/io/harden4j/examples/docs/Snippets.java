package io.harden4j.examples.docs;

import dev.langchain4j.model.chat.ChatModel;
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
import io.harden4j.run.ThreadState;

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
