package io.harden4j.rag.chunk;

import java.util.ArrayList;
import java.util.List;

/** Groups neighbouring units into chunks. */
final class Packer {
  private final ChunkLimits limits;

  Packer(ChunkLimits limits) {
    this.limits = limits;
  }

  /** Returns the groups in order; a unit is in several only through overlap. */
  List<List<Unit>> pack(List<Unit> units) {
    List<List<Unit>> groups = new ArrayList<>();
    List<Unit> open = new ArrayList<>();
    for (Unit unit : units) {
      if (!open.isEmpty() && closes(open, unit)) {
        groups.add(List.copyOf(open));
        open = tailFor(open, unit);
      }
      open.add(unit);
    }
    if (!open.isEmpty()) {
      groups.add(List.copyOf(open));
    }
    return groups;
  }

  private boolean closes(List<Unit> open, Unit next) {
    int pieces = size(open);
    if (pieces + next.pieces() > limits.target() || farApart(open, next)) {
      return true;
    }
    Unit first = open.get(0);
    int level = first.level() > 0 ? first.level() : first.sectionLevel();
    boolean nested = next.level() > level;
    return next.level() > 0 && !(nested && pieces < limits.minimum());
  }

  /** Blanks between units are not in their sizes, so many of them would make a chunk longer than it looks. */
  private static boolean farApart(List<Unit> open, Unit next) {
    return next.start() - open.get(open.size() - 1).end() > WordPieces.BLANKS_PER_PIECE;
  }

  /** Returns the units to repeat: none across a heading or a gap, and none that would make the next chunk too large. */
  private List<Unit> tailFor(List<Unit> closed, Unit next) {
    List<Unit> tail = new ArrayList<>();
    if (next.level() > 0 || farApart(closed, next)) {
      return tail;
    }
    int room = Math.min(limits.overlap(), limits.target() - next.pieces());
    for (int i = closed.size() - 1; i > 0; i--) {
      Unit unit = closed.get(i);
      room -= unit.pieces();
      if (room < 0 || unit.level() > 0) {
        break;
      }
      tail.add(0, unit);
    }
    return tail;
  }

  private static int size(List<Unit> units) {
    return units.stream().mapToInt(Unit::pieces).sum();
  }
}
