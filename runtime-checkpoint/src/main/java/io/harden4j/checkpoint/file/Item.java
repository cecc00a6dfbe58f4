package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.TaskRecord;
import java.util.List;

/** One thing that a frame of a thread's log says. */
sealed interface Item {
  /** The lease that is now the newest. */
  record Held(Lease lease) implements Item {}

  /** The newest lease was given back. */
  record Released(long fence) implements Item {}

  /**
   * A checkpoint, the new head of its branch. Its own entries follow.
   *
   * @param base sequence number of the checkpoint whose keys it builds upon, 0 for none. Not always its parent: that may be pruned
   */
  record Point(Checkpoint checkpoint, long base) implements Item {}

  /**
   * A key entry that checkpoint {@code owner} adds to those of its base.
   *
   * @param first true for a delta that builds upon nothing, though the base has the key
   */
  record Value(long owner, boolean first, KeyEntry entry) implements Item {}

  /** The checkpoint at which a branch left another one; it outlives the first checkpoint of the branch. */
  record Forked(String branch, long from) implements Item {}

  /** A task record; {@code seq} is the first checkpoint that could see it. */
  record Task(long seq, TaskRecord record) implements Item {}

  /** A state of an effect; {@code seq} is the first checkpoint that could see it. */
  record Effect(long seq, EffectRecord effect) implements Item {}

  /** A question whose answer an effect has used up. */
  record Used(QuestionId question, EffectKey by) implements Item {}

  /** A question as it is now. */
  record Asked(Question question) implements Item {}

  /** Checkpoints that are gone, with the records only they needed. */
  record Pruned(List<Long> seqs) implements Item {}

  /** The highest sequence number given so far, where no checkpoint shows it. */
  record Counted(long lastSeq) implements Item {}
}
