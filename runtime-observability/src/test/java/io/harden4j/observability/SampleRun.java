package io.harden4j.observability;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.harden4j.checkpoint.GraphVersion;
import io.harden4j.checkpoint.RunId;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.identity.Principal;
import io.harden4j.observe.Observation;
import io.harden4j.observe.ObservationKind;
import io.harden4j.observe.ObservedKeys;
import io.harden4j.observe.ObservedRun;
import io.harden4j.observe.Observer;
import java.util.concurrent.CompletableFuture;

/** Tells an observer a support case as the engine would: two parallel nodes, a denied and a permitted tool, a question, and the second segment that answers it. */
public final class SampleRun {
  public static final String RUN = "run-7";
  public static final String QUESTION = "Where is order 1001?";

  private SampleRun() {}

  public static ObservedRun segment(int number, String traceparent) {
    return segment(RUN, number, traceparent);
  }

  public static ObservedRun segment(String run, int number, String traceparent) {
    return new ObservedRun(
        new RunId(run),
        number,
        new ThreadKey("acme", "case-42"),
        new GraphVersion("support", 3, "f00d"),
        Principal.of("ana", "acme", "agent"),
        traceparent);
  }

  /** Plays the first segment, up to the question. Returns its trace context. */
  public static String first(Observer observer) {
    Observation run = observer.start(segment(0, "")).attribute(ObservedKeys.INPUT, QUESTION);
    String traceparent = run.traceparent();
    checkpoint(run, 1);
    CompletableFuture<Void> sibling = CompletableFuture.runAsync(() -> handbook(run));
    orders(run);
    sibling.join();
    checkpoint(run, 2);
    Observation review = node(run, "review", 2);
    review
        .child(ObservationKind.INTERRUPT, "approval")
        .attribute(ObservedKeys.QUESTION, "q-1")
        .attribute(ObservedKeys.QUESTION_KIND, "approval")
        .attribute(ObservedKeys.INPUT, "Refund 20 EUR?")
        .end();
    review.attribute(ObservedKeys.OUTCOME, "suspended").end();
    checkpoint(run, 3);
    run.attribute(ObservedKeys.OUTCOME, "suspended")
        .attribute(ObservedKeys.OUTPUT, "waits")
        .end();
    return traceparent;
  }

  /** Plays the second segment, to the end. */
  public static void second(Observer observer, String traceparent) {
    Observation run =
        observer.start(segment(1, traceparent)).attribute(ObservedKeys.INPUT, QUESTION);
    run.child(ObservationKind.RESUME, "approval")
        .attribute(ObservedKeys.QUESTION, "q-1")
        .attribute(ObservedKeys.QUESTION_KIND, "approval")
        .attribute(ObservedKeys.WAIT_MILLIS, 61_000L)
        .attribute(ObservedKeys.INPUT, "yes")
        .end();
    Observation review = node(run, "review", 2);
    model(review, 70, 9);
    review.attribute(ObservedKeys.OUTPUT, "done").end();
    checkpoint(run, 4);
    run.attribute(ObservedKeys.OUTCOME, "completed")
        .attribute(ObservedKeys.OUTPUT, "It arrives today.")
        .end();
  }

  private static void handbook(Observation run) {
    Observation node = node(run, "handbook", 1);
    Observation retrieval = node.child(ObservationKind.RETRIEVAL, "retrieval:handbook")
        .attribute(ObservedKeys.SOURCE, "handbook")
        .attribute(ObservedKeys.TOP_K, 5L)
        .attribute(ObservedKeys.INPUT, "late parcels");
    retrieval
        .child(ObservationKind.EMBEDDING, "embedding:minilm")
        .attribute(ObservedKeys.MODEL, "minilm")
        .attribute(ObservedKeys.INPUT_TOKENS, 4L)
        .attribute(ObservedKeys.INPUT, 1L)
        .attribute(ObservedKeys.OUTPUT, "[0.25, 0.5]")
        .end();
    retrieval
        .attribute(ObservedKeys.HITS, 1L)
        .attribute(
            ObservedKeys.OUTPUT,
            JsonNodeFactory.instance
                .arrayNode()
                .add(JsonNodeFactory.instance.objectNode().put("id", "p1").put("score", 0.7)))
        .end();
    model(node, 120, 30);
    node.attribute(ObservedKeys.OUTPUT, "two passages").end();
  }

  private static void orders(Observation run) {
    Observation node = node(run, "orders", 1);
    Observation call = tool(node, "find_order", "c-1");
    guard(call, "find_order", "allow", "role.agent");
    call.attribute(ObservedKeys.OUTPUT, "order 1001 is late").end();
    Observation refund = tool(node, "refund", "c-2");
    guard(refund, "refund", "deny", "ungrounded-destination");
    refund
        .attribute(ObservedKeys.OUTPUT, "This call is not permitted.")
        .attribute(ObservedKeys.OUTCOME, "denied")
        .end();
    Observation broken = tool(node, "track", "c-3");
    broken
        .child(ObservationKind.ATTEMPT, "attempt 1")
        .attribute(ObservedKeys.ATTEMPT, 1L)
        .error(new IllegalStateException("socket closed"))
        .end();
    broken
        .error(new IllegalStateException("no answer", new java.io.IOException("socket closed")))
        .end();
    node.attribute(ObservedKeys.OUTPUT, "late").end();
  }

  private static Observation node(Observation run, String name, long step) {
    return run.child(ObservationKind.NODE, name)
        .attribute(ObservedKeys.NODE, name)
        .attribute(ObservedKeys.TASK, name + "#0")
        .attribute(ObservedKeys.STEP, step)
        .attribute(ObservedKeys.ATTEMPT, 1L)
        .attribute(ObservedKeys.INPUT, QUESTION);
  }

  private static void model(Observation node, long in, long out) {
    node.child(ObservationKind.MODEL, "model:qwen2.5:7b")
        .attribute(ObservedKeys.MODEL, "qwen2.5:7b")
        .attribute(ObservedKeys.PROVIDER, "ollama")
        .attribute(ObservedKeys.INPUT, "[{\"role\":\"user\",\"text\":\"" + QUESTION + "\"}]")
        .attribute(ObservedKeys.INPUT_TOKENS, in)
        .attribute(ObservedKeys.OUTPUT_TOKENS, out)
        .attribute(ObservedKeys.MICRO_MONEY, 1_250L)
        .attribute(ObservedKeys.FINISH_REASON, "TOOL_EXECUTION")
        .attribute(
            ObservedKeys.OUTPUT,
            "[{\"role\":\"ai\",\"text\":null,\"calls\":[{\"id\":\"c-1\",\"name\":\"find_order\",\"arguments\":\"{\\\"id\\\":1001}\"}]}]")
        .end();
  }

  private static Observation tool(Observation node, String name, String id) {
    return node.child(ObservationKind.TOOL, "tool:shop." + name)
        .attribute(ObservedKeys.SERVER, "shop")
        .attribute(ObservedKeys.TOOL, name)
        .attribute(ObservedKeys.CALL_ID, id)
        .attribute(ObservedKeys.INPUT, JsonNodeFactory.instance.objectNode().put("id", 1001));
  }

  private static void guard(Observation call, String tool, String verdict, String rule) {
    call.child(ObservationKind.GUARD, "standard")
        .attribute(ObservedKeys.GUARD, "standard")
        .attribute(ObservedKeys.VERDICT, verdict)
        .attribute(ObservedKeys.RULE, rule)
        .attribute(ObservedKeys.REASON, "because of " + rule)
        .attribute(ObservedKeys.TOOL, "shop." + tool)
        .attribute(ObservedKeys.INTEGRITY, "UNTRUSTED")
        .end();
  }

  private static void checkpoint(Observation run, long seq) {
    run.child(ObservationKind.CHECKPOINT, "write")
        .attribute(ObservedKeys.CHECKPOINT, seq)
        .attribute(ObservedKeys.BYTES, 2_048L)
        .attribute(ObservedKeys.STORE, "memory")
        .end();
  }
}
