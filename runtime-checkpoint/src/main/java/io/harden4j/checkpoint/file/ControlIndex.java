package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.ControlStore.Flag;
import io.harden4j.checkpoint.internal.FrameReader;
import io.harden4j.checkpoint.internal.FrameWriter;
import io.harden4j.checkpoint.internal.MalformedException;
import io.harden4j.checkpoint.internal.PayloadSource;
import io.harden4j.checkpoint.internal.Texts;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What a process knows of a tenant's control log: all of it. Everything but {@link #lock} needs the lock. */
final class ControlIndex implements FrameSink {
  private static final int COUNTER = 1;
  private static final int FLAG = 2;
  private static final int SPENT = 3;

  private final ReentrantLock lock = new ReentrantLock();
  private final LogCursor cursor = new LogCursor();
  private final String tenant;
  private final Map<String, Long> counters = new HashMap<>();
  private final TreeMap<String, Flag> flags = new TreeMap<>();
  private final Set<String> spent = new HashSet<>();
  private final Map<String, Integer> bytes = new HashMap<>();
  private long live;

  ControlIndex(String tenant) {
    this.tenant = tenant;
  }

  ReentrantLock lock() {
    return lock;
  }

  String tenant() {
    return tenant;
  }

  long end() {
    return cursor.end();
  }

  long live() {
    return live;
  }

  long counter(String name) {
    return counters.getOrDefault(name, 0L);
  }

  NavigableMap<String, Flag> flags() {
    return flags;
  }

  boolean isSpent(String grant) {
    return spent.contains(grant);
  }

  static FrameWriter counter(FrameWriter out, String name, long value) {
    return out.number(COUNTER).text(name).number(value);
  }

  static FrameWriter flag(FrameWriter out, Flag flag) {
    return out.number(FLAG).text(flag.name()).text(flag.value()).number(flag.version());
  }

  static FrameWriter spent(FrameWriter out, String grant) {
    return out.number(SPENT).text(grant);
  }

  void refresh(@Nullable LogFile file) throws IOException {
    if (file == null) {
      cursor.forget();
      restart();
      return;
    }
    if (!file.header().isFor("control", tenant, "")) {
      throw file.corrupt(
          "it was asked for as the control log of tenant " + Texts.shown(tenant), null);
    }
    try {
      cursor.refresh(file, this);
    } catch (MalformedException e) {
      throw file.corrupt(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void restart() {
    counters.clear();
    flags.clear();
    spent.clear();
    bytes.clear();
    live = 0;
  }

  @Override
  public void frame(byte[] meta, long metaAt, long dataAt) {
    FrameReader in = new FrameReader(meta, PayloadSource.NONE);
    while (in.position() < meta.length) {
      int from = in.position();
      int kind = in.integer();
      String name = in.text();
      switch (kind) {
        case COUNTER -> counters.put(name, in.number());
        case FLAG -> flags.put(name, new Flag(name, in.text(), in.number()));
        case SPENT -> spent.add(name);
        default -> throw new MalformedException("there is no control item of kind " + kind);
      }
      int size = in.position() - from + FileFormat.FRAME_HEADER;
      Integer before = bytes.put(kind + name, size);
      live += size - (before == null ? 0 : before);
    }
  }

  /** Returns all of it in one frame. */
  FrameWriter everything() {
    FrameWriter out = new FrameWriter();
    counters.forEach((name, value) -> counter(out, name, value));
    flags.values().forEach(f -> flag(out, f));
    spent.forEach(grant -> spent(out, grant));
    return out;
  }
}
