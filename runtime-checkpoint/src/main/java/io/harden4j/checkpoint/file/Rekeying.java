package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.PayloadAddress;
import io.harden4j.checkpoint.Reencryption;
import java.io.IOException;
import java.util.function.BiFunction;

/** Changes the payloads of a thread's items. */
final class Rekeying {
  private Rekeying() {}

  /** Ends a look at a log: it is known that there is something to change. */
  private static final class Found extends IOException {
    private static final long serialVersionUID = 1L;

    Found() {
      super("something is to change");
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }

  /** Rewrites the log unless there is nothing to change. The result counts while the log is written. */
  static Reencryption decide(ThreadTx tx, BiFunction<PayloadAddress, Payload, Payload> f)
      throws IOException {
    Reencryption change = new Reencryption(tx.index().thread(), f);
    if (hasWork(tx, f)) {
      tx.rewrite(item -> changed(item, change));
    }
    return change;
  }

  private static boolean hasWork(ThreadTx tx, BiFunction<PayloadAddress, Payload, Payload> f)
      throws IOException {
    Reencryption look = new Reencryption(tx.index().thread(), f);
    try {
      new Compactor(tx.index(), tx.items(), item -> {
            changed(item, look);
            if (look.changed() > 0) {
              throw new Found();
            }
          })
          .run();
      return false;
    } catch (Found e) {
      return true;
    }
  }

  private static Item changed(Item item, Reencryption change) {
    if (item instanceof Item.Point i) {
      return new Item.Point(change.checkpoint(i.checkpoint()), i.base());
    } else if (item instanceof Item.Value i) {
      return new Item.Value(i.owner(), i.first(), change.entry(i.entry()));
    } else if (item instanceof Item.Task i) {
      return new Item.Task(i.seq(), change.task(i.record()));
    } else if (item instanceof Item.Effect i) {
      return new Item.Effect(i.seq(), change.effect(i.effect()));
    } else if (item instanceof Item.Asked i) {
      return new Item.Asked(change.question(i.question()));
    }
    return item;
  }
}
