package io.harden4j.ollama.capacity;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Keys and values of a context, layer by layer. Formulas as llama.cpp allocates them: full attention keeps every token, a window W
 * keeps {@code min(C*P, pad256(W*P + batch))}, a shared layer nothing, a recurrent one a constant state a slot.
 */
final class KvCache {
  static final int BATCH = 512;
  private static final int PAD = 256;

  private KvCache() {}

  /** Bytes of one layer. */
  static long bytes(LayerShape layer, int window, Demand demand) {
    return switch (layer.kind()) {
      case FULL -> demand.kvCache().bytes(demand.cells() * layer.elementsPerToken());
      case SLIDING ->
        demand.kvCache().bytes(windowCells(window, demand) * layer.elementsPerToken());
      case SHARED -> 0;
      case RECURRENT -> layer.stateBytes() * demand.slots();
    };
  }

  static MemoryPart part(ModelShape shape, Demand demand) {
    long expected = sum(shape, demand, false);
    long low = shape.windowPattern() == WindowPattern.UNKNOWN ? sum(shape, demand, true) : expected;
    String text = arithmetic(shape, demand);
    if (low < expected) {
      text += "; which layers use the window of " + shape.slidingWindow()
          + " is not known, so all count as full";
    }
    return new MemoryPart(
        MemoryPart.Kind.KV_CACHE,
        new ByteRange(low, expected, expected),
        Origin.COMPUTED.and(shape.origin()),
        text);
  }

  private static long sum(ModelShape shape, Demand demand, boolean allSliding) {
    long bytes = 0;
    for (LayerShape layer : shape.layers()) {
      bytes += bytes(allSliding ? asSliding(layer) : layer, shape.slidingWindow(), demand);
    }
    return bytes;
  }

  private static LayerShape asSliding(LayerShape layer) {
    return layer.kind() == AttentionKind.FULL
        ? LayerShape.sliding(layer.kvHeads(), layer.keyLength(), layer.valueLength())
        : layer;
  }

  private static long windowCells(int window, Demand demand) {
    long wanted = (long) window * demand.slots() + BATCH;
    long padded = (wanted + PAD - 1) / PAD * PAD;
    return Math.min(demand.cells(), padded);
  }

  private static String arithmetic(ModelShape shape, Demand demand) {
    Map<LayerShape, Integer> groups = new LinkedHashMap<>();
    shape.layers().forEach(layer -> groups.merge(layer, 1, Integer::sum));
    StringJoiner text = new StringJoiner(" + ");
    groups.forEach((layer, count) -> text.add(term(layer, count, shape.slidingWindow(), demand)));
    return text.toString();
  }

  private static String term(LayerShape layer, int count, int window, Demand demand) {
    String layers = count + " " + layer.kind().word() + (count == 1 ? " layer" : " layers");
    return switch (layer.kind()) {
      case SHARED -> layers + " x 0";
      case RECURRENT -> layers + " x " + layer.stateBytes() + " B x " + slots(demand);
      case FULL ->
        layers + " x " + demand.context() + " tokens x " + slots(demand) + perToken(layer, demand);
      case SLIDING ->
        layers + " x " + windowCells(window, demand) + " tokens" + perToken(layer, demand);
    };
  }

  private static String slots(Demand demand) {
    return demand.slots() + (demand.slots() == 1 ? " slot" : " slots");
  }

  private static String perToken(LayerShape layer, Demand demand) {
    return " x " + layer.kvHeads() + " heads x (" + layer.keyLength() + " + " + layer.valueLength()
        + ") x " + demand.kvCache().perElement();
  }
}
