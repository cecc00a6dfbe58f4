package io.harden4j.checkpoint;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Where a payload belongs. Its encoded form is the additional authenticated data of a cipher, so that ciphertext moved elsewhere does not
 * open. The branch of a task is not part of it: a fork shares its parent's records without opening them.
 */
public sealed interface PayloadAddress {
  /** Line of every key entry's address: entries are shared by the branches that descend from them. */
  String ANY_BRANCH = "";

  /** Part of an address: the input of a task. */
  String INPUT = "input";

  /** Part of an address: the control label of a task. */
  String CONTROL = "control";

  /** A value of a state key. */
  record Key(ThreadKey thread, String branch, String ns, String key, long version)
      implements PayloadAddress {}

  /** Input or control label of a planned task. */
  record TaskInput(ThreadKey thread, TaskId task, String part) implements PayloadAddress {}

  /** A write of a finished task: the name of its state key and its place among the writes. */
  record TaskWrite(TaskKey task, String key) implements PayloadAddress {}

  /** Input or control label of a task that a finished task asked for; {@code index} is its place among those. */
  record Spawned(TaskKey task, int index, String part) implements PayloadAddress {}

  /** Request of an effect. */
  record EffectRequest(EffectKey effect) implements PayloadAddress {}

  /** Result of an effect. */
  record EffectResult(EffectKey effect) implements PayloadAddress {}

  /** Text of a question. */
  record QuestionText(QuestionId id) implements PayloadAddress {}

  /** Answer to a question. */
  record AnswerText(QuestionId id) implements PayloadAddress {}

  /** Returns where the value of a key entry is sealed. */
  static PayloadAddress ofEntry(ThreadKey thread, KeyEntry entry) {
    return new Key(thread, ANY_BRANCH, entry.ns(), entry.key(), entry.version());
  }

  /** Returns where the input of a task of the frontier is sealed. */
  static PayloadAddress ofInput(ThreadKey thread, TaskId task) {
    return new TaskInput(thread, task, INPUT);
  }

  /** Returns where the control label of a task of the frontier is sealed. */
  static PayloadAddress ofControl(ThreadKey thread, TaskId task) {
    return new TaskInput(thread, task, CONTROL);
  }

  /** Returns where the control label of a join is sealed. */
  static PayloadAddress ofBarrier(ThreadKey thread, String ns, String target) {
    return new TaskInput(thread, new TaskId(ns, target, "", 0), "barrier");
  }

  /** Returns where a write of a task record is sealed; {@code index} is its place in {@link TaskRecord#writes()}. */
  static PayloadAddress ofWrite(TaskKey task, String key, int index) {
    return new TaskWrite(task, key + "#" + index);
  }

  /** Returns where the input of a task in {@link TaskRecord#spawned()} is sealed; {@code index} is its {@link TaskId#visit()}. */
  static PayloadAddress ofSpawnedInput(TaskKey task, int index) {
    return new Spawned(task, index, INPUT);
  }

  /** Returns where the control label of a task in {@link TaskRecord#spawned()} is sealed. */
  static PayloadAddress ofSpawnedControl(TaskKey task, int index) {
    return new Spawned(task, index, CONTROL);
  }

  /** Returns the thread's tenant: the one whose key seals the payload. */
  default String tenant() {
    if (this instanceof Key k) {
      return k.thread().tenant();
    } else if (this instanceof TaskInput t) {
      return t.thread().tenant();
    } else if (this instanceof TaskWrite t) {
      return t.task().thread().tenant();
    } else if (this instanceof Spawned s) {
      return s.task().thread().tenant();
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
    } else if (this instanceof Spawned s) {
      Parts.add(out, "spawned", s.part(), "" + s.index());
      Parts.add(out, s.task());
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
    return Parts.bytes(out);
  }

  /** Says in words what is stored there and in which thread and tenant, for messages. */
  default String describe() {
    if (this instanceof Key k) {
      String ns = k.ns().isEmpty() ? "" : k.ns() + "/";
      return in(k.thread(), "state key '" + ns + k.key() + "' version " + k.version());
    } else if (this instanceof TaskInput t) {
      return in(t.thread(), t.part() + " of task '" + t.task() + "'");
    } else if (this instanceof TaskWrite t) {
      int place = t.key().lastIndexOf('#');
      String key = place < 0 ? t.key() : t.key().substring(0, place);
      return in(
          t.task().thread(),
          "state key '" + key + "' written by task '" + t.task().task() + "'");
    } else if (this instanceof Spawned s) {
      return in(
          s.task().thread(),
          s.part() + " of task " + s.index() + " asked for by '" + s.task().task() + "'");
    } else if (this instanceof EffectRequest e) {
      return in(
          e.effect().task().thread(),
          "request of effect '" + e.effect().name() + "' of task '"
              + e.effect().task().task() + "'");
    } else if (this instanceof EffectResult e) {
      return in(
          e.effect().task().thread(),
          "result of effect '" + e.effect().name() + "' of task '"
              + e.effect().task().task() + "'");
    } else if (this instanceof QuestionText q) {
      return "text of question '" + q.id() + "' of tenant '" + q.id().tenant() + "'";
    }
    QuestionId id = ((AnswerText) this).id();
    return "answer to question '" + id + "' of tenant '" + id.tenant() + "'";
  }

  private static String in(ThreadKey thread, String what) {
    return what + " of thread '" + thread.threadId() + "' of tenant '" + thread.tenant() + "'";
  }

  /** Writes parts so that no two lists of parts look alike. */
  final class Parts {
    private Parts() {}

    static void add(StringBuilder out, String... parts) {
      for (String part : parts) {
        out.append(part.length()).append(':').append(part);
      }
    }

    /** Returns UTF-8, or, where a name has half a surrogate pair, 0xFF and UTF-16: UTF-8 would make different names one. */
    static byte[] bytes(StringBuilder text) {
      try {
        ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        byte[] bytes = new byte[utf8.remaining()];
        utf8.get(bytes);
        return bytes;
      } catch (CharacterCodingException e) {
        ByteBuffer utf16 = ByteBuffer.allocate(1 + 2 * text.length());
        utf16.put((byte) 0xFF).asCharBuffer().put(text.toString());
        return utf16.array();
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
