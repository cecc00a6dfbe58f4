package io.harden4j.checkpoint;

import java.nio.charset.StandardCharsets;

/**
 * Where a payload belongs. Its encoded form is the additional authenticated data of a cipher, so that ciphertext moved elsewhere does not
 * open. The branch of a task is not part of it: a fork shares its parent's records without opening them.
 */
public sealed interface PayloadAddress {
  /** A value of a state key. */
  record Key(ThreadKey thread, String branch, String ns, String key, long version)
      implements PayloadAddress {}

  /** Input or control label of a planned task. */
  record TaskInput(ThreadKey thread, TaskId task, String part) implements PayloadAddress {}

  /** A write of a finished task. */
  record TaskWrite(TaskKey task, String key) implements PayloadAddress {}

  /** Request of an effect. */
  record EffectRequest(EffectKey effect) implements PayloadAddress {}

  /** Result of an effect. */
  record EffectResult(EffectKey effect) implements PayloadAddress {}

  /** Text of a question. */
  record QuestionText(QuestionId id) implements PayloadAddress {}

  /** Answer to a question. */
  record AnswerText(QuestionId id) implements PayloadAddress {}

  /** Returns the thread's tenant: the one whose key seals the payload. */
  default String tenant() {
    if (this instanceof Key k) {
      return k.thread().tenant();
    } else if (this instanceof TaskInput t) {
      return t.thread().tenant();
    } else if (this instanceof TaskWrite t) {
      return t.task().thread().tenant();
    } else if (this instanceof EffectRequest e) {
      return e.effect().task().thread().tenant();
    } else if (this instanceof EffectResult e) {
      return e.effect().task().thread().tenant();
    } else if (this instanceof QuestionText q) {
      return q.id().tenant();
    }
    return ((AnswerText) this).id().tenant();
  }

  /** Returns an injective byte form: the kind and each part with its length before it. */
  default byte[] encoded() {
    StringBuilder out = new StringBuilder();
    if (this instanceof Key k) {
      Parts.add(
          out,
          "key",
          k.thread().tenant(),
          k.thread().threadId(),
          k.branch(),
          k.ns(),
          k.key(),
          "" + k.version());
    } else if (this instanceof TaskInput t) {
      Parts.add(out, "input", t.thread().tenant(), t.thread().threadId(), t.part());
      Parts.add(out, t.task());
    } else if (this instanceof TaskWrite t) {
      Parts.add(out, "write", t.key());
      Parts.add(out, t.task());
    } else if (this instanceof EffectRequest e) {
      Parts.add(out, "request");
      Parts.add(out, e.effect());
    } else if (this instanceof EffectResult e) {
      Parts.add(out, "result");
      Parts.add(out, e.effect());
    } else if (this instanceof QuestionText q) {
      Parts.add(out, "question", q.id().tenant(), q.id().value());
    } else if (this instanceof AnswerText a) {
      Parts.add(out, "answer", a.id().tenant(), a.id().value());
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Writes parts so that no two lists of parts look alike. */
  final class Parts {
    private Parts() {}

    static void add(StringBuilder out, String... parts) {
      for (String part : parts) {
        out.append(part.length()).append(':').append(part);
      }
    }

    static void add(StringBuilder out, TaskId t) {
      add(out, t.ns(), t.node(), t.ordinal(), "" + t.visit());
    }

    static void add(StringBuilder out, TaskKey t) {
      add(out, t.thread().tenant(), t.thread().threadId(), "" + t.epoch());
      add(out, t.task());
    }

    static void add(StringBuilder out, EffectKey e) {
      add(out, e.task());
      add(out, e.name(), e.digest(), "" + e.occurrence());
    }
  }
}
