package io.harden4j.cli;

import io.harden4j.checkpoint.PayloadAddress;
import io.harden4j.checkpoint.PayloadCipher;
import io.harden4j.checkpoint.file.FileCheckpointStore;
import io.harden4j.graph.Ask;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.observability.report.TraceFile;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import java.nio.file.Path;
import java.util.List;

/** An application with a store in a directory: it notes a request, then asks a human, then writes the decision. */
final class Refunds implements AutoCloseable {
  static final String TENANT = "acme";
  static final StateKey<String> REQUEST = StateKey.of("request", String.class);
  static final StateKey<List<String>> NOTES = StateKey.list("notes", String.class);
  static final StateKey<Boolean> GRANTED = StateKey.of("granted", Boolean.class).orElse(false);

  private static final StateGraph GRAPH = StateGraph.builder("refunds")
      .state(REQUEST, NOTES, GRANTED)
      .node("note", ctx -> Update.add(NOTES, "asked for: " + ctx.get(REQUEST)))
      .node("approve", ctx -> Update.of(GRANTED, ctx.ask(question(ctx.get(REQUEST)))))
      .start("note")
      .edge("note", "approve")
      .edge("approve", StateGraph.END)
      .build();

  private final FileCheckpointStore store;
  private final TraceFile traces;
  private final AgentRuntime runtime;

  Refunds(Path dir) {
    this(dir, PayloadCipher.NONE);
  }

  Refunds(Path dir, PayloadCipher cipher) {
    store = FileCheckpointStore.open(dir);
    traces = TraceFile.in(dir.resolve("traces"));
    runtime = AgentRuntime.builder()
        .checkpoints(store)
        .cipher(cipher)
        .observe(traces)
        .graphs(GRAPH)
        .build();
  }

  /** A request with a currency in it is for the role of finance. */
  private static Ask<Boolean> question(String request) {
    Ask<Boolean> ask = Ask.of("Pay back?\nRequest: " + request, Boolean.class);
    return request.contains("EUR") ? ask.to("finance") : ask;
  }

  RunResult run(String thread, String request) {
    return runtime.run(GRAPH, Update.of(REQUEST, request), options(thread));
  }

  RunResult resume(String thread) {
    return runtime.resume(options(thread));
  }

  /** Starts a thread and returns the id of the question it waits for. */
  String question(String thread, String request) {
    return ((RunResult.Suspended) run(thread, request)).questions().get(0).id().value();
  }

  Path trace(RunResult result) {
    return traces.path(TENANT, result.info().run());
  }

  private static RunOptions options(String thread) {
    return RunOptions.thread(thread).as(Principal.of("ana", TENANT, "agent"));
  }

  @Override
  public void close() {
    runtime.close();
    store.close();
  }

  /** Seals nothing but names a key, as a cipher does. */
  static final PayloadCipher NAMED_KEY = new PayloadCipher() {
    @Override
    public String keyId(PayloadAddress address) {
      return "k-7";
    }

    @Override
    public byte[] seal(PayloadAddress address, String keyId, byte[] plain) {
      return plain;
    }

    @Override
    public byte[] open(PayloadAddress address, String keyId, byte[] sealed) {
      return sealed;
    }
  };
}
