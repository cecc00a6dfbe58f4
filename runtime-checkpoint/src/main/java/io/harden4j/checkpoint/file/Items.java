package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.checkpoint.internal.FrameReader;
import io.harden4j.checkpoint.internal.MalformedException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads whole items, payloads included, from where an index says they are. Not thread-safe. */
final class Items {
  private final LogFile file;
  private final ItemFormat format;

  Items(LogFile file, ItemFormat format) {
    this.file = file;
    this.format = format;
  }

  Checkpoint checkpoint(Row row) throws IOException {
    return ((Item.Point) read(row.slot())).checkpoint();
  }

  KeyEntry entry(Link link) throws IOException {
    return ((Item.Value) read(link.slot())).entry();
  }

  TaskRecord task(Shelf.Ended ended) throws IOException {
    return ((Item.Task) read(ended.slot())).record();
  }

  EffectRecord effect(Shelf.Version version) throws IOException {
    return ((Item.Effect) read(version.slot())).effect();
  }

  Question question(Asking asking) throws IOException {
    return ((Item.Asked) read(asking.slot())).question();
  }

  private Item read(Slot slot) throws IOException {
    byte[] meta = file.read(slot.metaAt(), slot.metaLength());
    try {
      return format.read(new FrameReader(
          meta, (offset, length, crc) -> file.payload(slot.dataAt() + offset, length, crc)));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (MalformedException | ClassCastException e) {
      throw file.corrupt("the record at byte " + slot.metaAt() + " does not parse", e);
    }
  }
}
