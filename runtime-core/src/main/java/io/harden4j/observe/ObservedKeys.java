package io.harden4j.observe;

/**
 * Names of the facts that the runtime attaches to observations. Content (inputs, outputs, arguments) comes under {@link #INPUT} and
 * {@link #OUTPUT} only, as a string, a number, or a JSON tree; adapters redact or drop it as configured.
 */
public final class ObservedKeys {
  /** Node name, string. */
  public static final String NODE = "node";
  /** Namespace of the task, string. */
  public static final String NAMESPACE = "namespace";
  /** Ordinal and visit of the task, string. */
  public static final String TASK = "task";
  /** Super-step, long. */
  public static final String STEP = "step";
  /** Attempt, counted from 1, long. */
  public static final String ATTEMPT = "attempt";
  /** Content that went in. */
  public static final String INPUT = "input";
  /** Content that came out. */
  public static final String OUTPUT = "output";
  /** How it ended: a short lower-case word, string. */
  public static final String OUTCOME = "outcome";
  /** Name of the model, string. */
  public static final String MODEL = "model";
  /** Provider of the model, string. */
  public static final String PROVIDER = "provider";
  /** Tokens sent, long. */
  public static final String INPUT_TOKENS = "usage.input";
  /** Tokens received, long. */
  public static final String OUTPUT_TOKENS = "usage.output";
  /** Cost in millionths of the currency, long; absent where no price is known. */
  public static final String MICRO_MONEY = "cost.micro";
  /** Why the model stopped, string. */
  public static final String FINISH_REASON = "finish.reason";
  /** Name of the tool's server, string. */
  public static final String SERVER = "tool.server";
  /** Name of the tool, string. */
  public static final String TOOL = "tool.name";
  /** Id of the call inside a model turn, string. */
  public static final String CALL_ID = "tool.call.id";
  /** Whether the call is a request to another system, boolean; told before the first child begins. */
  public static final String REMOTE = "tool.remote";
  /** Name of the retriever, string. */
  public static final String SOURCE = "retrieval.source";
  /** Hits asked for, long. */
  public static final String TOP_K = "retrieval.top_k";
  /** Hits that came, long. */
  public static final String HITS = "retrieval.hits";
  /** Guard that decided, string. */
  public static final String GUARD = "guard.name";
  /** Verdict: allow, deny or ask, string. */
  public static final String VERDICT = "guard.verdict";
  /** Rule that decided, string. */
  public static final String RULE = "guard.rule";
  /** Reason for humans, string. */
  public static final String REASON = "guard.reason";
  /** Integrity of the label, string. */
  public static final String INTEGRITY = "label.integrity";
  /** Sequence number of a checkpoint, long. */
  public static final String CHECKPOINT = "checkpoint.seq";
  /** Bytes written, long. */
  public static final String BYTES = "bytes";
  /** Name of the store, string. */
  public static final String STORE = "store";
  /** Id of a question, string. */
  public static final String QUESTION = "question.id";
  /** Kind of a question, string. */
  public static final String QUESTION_KIND = "question.kind";
  /** How long a question waited, milliseconds, long. */
  public static final String WAIT_MILLIS = "wait.ms";
  /** Name of an effect, string. */
  public static final String EFFECT = "effect.name";

  private ObservedKeys() {}
}
