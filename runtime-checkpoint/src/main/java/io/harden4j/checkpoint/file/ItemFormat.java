package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.checkpoint.internal.CheckpointFormat;
import io.harden4j.checkpoint.internal.FrameReader;
import io.harden4j.checkpoint.internal.FrameWriter;
import io.harden4j.checkpoint.internal.JournalFormat;
import io.harden4j.checkpoint.internal.MalformedException;
import java.util.List;

/** How the items of a thread's log are written: a number for the kind, then its parts. Numbers are never re-used. */
final class ItemFormat {
  private static final int HELD = 1;
  private static final int RELEASED = 2;
  private static final int POINT = 3;
  private static final int VALUE = 4;
  private static final int TASK = 5;
  private static final int EFFECT = 6;
  private static final int USED = 7;
  private static final int ASKED = 8;
  private static final int PRUNED = 9;
  private static final int FORKED = 10;
  private static final int COUNTED = 11;

  private final CheckpointFormat checkpoints;
  private final JournalFormat journal;

  ItemFormat(ThreadKey thread) {
    this.checkpoints = new CheckpointFormat(thread);
    this.journal = new JournalFormat(thread);
  }

  FrameWriter frame(List<? extends Item> items) {
    return new FrameWriter().list(items, (out, item) -> out.sized(item, this::write));
  }

  void write(FrameWriter out, Item item) {
    if (item instanceof Item.Held i) {
      journal.lease(out.number(HELD), i.lease());
    } else if (item instanceof Item.Released i) {
      out.number(RELEASED).number(i.fence());
    } else if (item instanceof Item.Point i) {
      checkpoints.write(out.number(POINT).number(i.base()), i.checkpoint());
    } else if (item instanceof Item.Value i) {
      CheckpointFormat.entry(out.number(VALUE).number(i.owner()).flag(i.first()), i.entry());
    } else if (item instanceof Item.Forked i) {
      out.number(FORKED).text(i.branch()).number(i.from());
    } else if (item instanceof Item.Task i) {
      journal.task(out.number(TASK).number(i.seq()), i.record());
    } else if (item instanceof Item.Effect i) {
      journal.effect(out.number(EFFECT).number(i.seq()), i.effect());
    } else if (item instanceof Item.Used i) {
      out.number(USED).text(i.question().tenant()).text(i.question().value());
      journal.key(out, i.by());
    } else if (item instanceof Item.Asked i) {
      journal.question(out.number(ASKED), i.question());
    } else if (item instanceof Item.Counted i) {
      out.number(COUNTED).number(i.lastSeq());
    } else if (item instanceof Item.Pruned i) {
      out.number(PRUNED).list(i.seqs(), FrameWriter::number);
    }
  }

  Item read(FrameReader in) {
    int kind = in.integer();
    Item item = switch (kind) {
      case HELD -> new Item.Held(journal.lease(in));
      case RELEASED -> new Item.Released(in.number());
      case POINT -> point(in);
      case VALUE -> new Item.Value(in.number(), in.flag(), CheckpointFormat.entry(in));
      case COUNTED -> new Item.Counted(in.number());
      case FORKED -> new Item.Forked(in.text(), in.number());
      case TASK -> new Item.Task(in.number(), journal.task(in));
      case EFFECT -> new Item.Effect(in.number(), journal.effect(in));
      case USED -> new Item.Used(new QuestionId(in.text(), in.text()), journal.effectKey(in));
      case ASKED -> new Item.Asked(journal.question(in));
      case PRUNED -> new Item.Pruned(in.list(FrameReader::number));
      default -> throw new MalformedException("there is no item of kind " + kind);
    };
    in.end();
    return item;
  }

  private Item.Point point(FrameReader in) {
    long base = in.number();
    return new Item.Point(checkpoints.read(in), base);
  }
}
