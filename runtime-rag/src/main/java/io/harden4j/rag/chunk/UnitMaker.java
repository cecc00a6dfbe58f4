package io.harden4j.rag.chunk;

import io.harden4j.rag.chunk.Splitter.Span;
import java.util.ArrayList;
import java.util.List;

/** Turns blocks into units: cuts the large ones, and keeps a heading with what follows it. One use each. */
final class UnitMaker {
  private final String text;
  private final ChunkLimits limits;
  private final Splitter splitter;
  private final Splitter lineSplitter;
  private final List<Unit> units = new ArrayList<>();
  private List<Heading> path = List.of();
  private List<Unit> pendingHeadings = new ArrayList<>();

  UnitMaker(String text, ChunkLimits limits) {
    this.text = text;
    this.limits = limits;
    this.splitter = new Splitter(text, limits.target());
    this.lineSplitter = new Splitter(text, limits.max());
  }

  List<Unit> units(List<Block> blocks) {
    for (Block block : blocks) {
      Heading heading = block.heading();
      if (heading != null) {
        addHeading(block, heading);
      } else {
        boolean prose = block.kind() == Block.Kind.PROSE;
        List<Span> parts = prose
            ? splitter.prose(block.start(), block.end())
            : lineSplitter.lines(block.start(), block.end());
        parts.forEach(this::addBody);
      }
    }
    flushHeadings();
    return units;
  }

  private void addHeading(Block block, Heading heading) {
    List<Heading> above = new ArrayList<>(path);
    above.removeIf(h -> h.level() >= heading.level());
    above.add(heading);
    path = List.copyOf(above);
    for (Span part : splitter.prose(block.start(), block.end())) {
      int level =
          pendingHeadings.isEmpty() ? heading.level() : 0; // a run of headings opens one section
      pendingHeadings.add(new Unit(part.start(), part.end(), part.pieces(), level, path));
    }
  }

  private void addBody(Span body) {
    if (pendingHeadings.isEmpty()) {
      units.add(new Unit(body.start(), body.end(), body.pieces(), 0, path));
      return;
    }
    Unit first = pendingHeadings.get(0);
    int together = WordPieces.count(text, first.start(), body.end());
    if (together <= limits.max()) {
      units.add(new Unit(first.start(), body.end(), together, first.level(), path));
      pendingHeadings = new ArrayList<>();
    } else {
      flushHeadings();
      units.add(new Unit(body.start(), body.end(), body.pieces(), 0, path));
    }
  }

  /** Headings without text of their own, or with too much of it, stand alone. */
  private void flushHeadings() {
    units.addAll(pendingHeadings);
    pendingHeadings = new ArrayList<>();
  }
}
