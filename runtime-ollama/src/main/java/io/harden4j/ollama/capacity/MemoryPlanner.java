package io.harden4j.ollama.capacity;

import java.util.List;

/**
 * Works out how much memory a model takes at a context and a number of slots, and whether a host holds it:
 * {@code weights + KV cache + compute graph + runtime}. The formulas are checked in the tests against published measurements; where
 * something is not known the plan is a range and says so. Pure; safe to share between threads.
 */
public final class MemoryPlanner {
  private static final long RUNTIME_LOW = Bytes.ofGib(0.3);
  private static final long RUNTIME_HIGH = Bytes.ofGib(0.6);
  private static final int STEP = 1024;

  private final Host host;

  /** Creates a planner for this host. */
  public MemoryPlanner(Host host) {
    this.host = host;
  }

  /**
   * Plans one model.
   *
   * @throws IllegalArgumentException if the model runs on another host (a cloud model takes no memory here)
   */
  public MemoryPlan plan(ModelShape shape, Demand demand) {
    shape.remote().ifPresent(remote -> {
      throw new IllegalArgumentException(
          shape.name() + " runs on " + remote + ", not on this host; there is no memory to plan");
    });
    List<MemoryPart> parts = List.of(
        weights(shape), KvCache.part(shape, demand), ComputeGraph.part(shape, demand), runtime());
    ByteRange total =
        parts.stream().map(MemoryPart::bytes).reduce(ByteRange.exactly(0), ByteRange::plus);
    Fit fit = Fit.of(total, host);
    return new MemoryPlan(shape, demand, host, parts, fit.verdict(), fit.why());
  }

  /** Plans one model with an f16, q8_0 or q4_0 cache, and flash attention left open. */
  public MemoryPlan plan(ModelShape shape, int contextTokens, int slots, KvCacheType kvCache) {
    return plan(shape, Demand.of(contextTokens).withSlots(slots).withKvCache(kvCache));
  }

  /**
   * Returns the largest context, in steps of 1,024 tokens and up to the model's own maximum, for which the verdict is at least this
   * good; 0 if there is none.
   */
  public int largestContext(ModelShape shape, Demand demand, Verdict atLeast) {
    int low = 0;
    int high = Math.max(1, shape.contextLength() / STEP);
    while (low < high) {
      int middle = low + (high - low + 1) / 2;
      Verdict verdict = plan(shape, demand.withContext(middle * STEP)).verdict();
      if (verdict.compareTo(atLeast) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low * STEP;
  }

  private static MemoryPart weights(ModelShape shape) {
    String text = "file of " + shape.name() + ", " + shape.quantization() + ", " + shape.source();
    return new MemoryPart(
        MemoryPart.Kind.WEIGHTS, ByteRange.exactly(shape.fileBytes()), shape.origin(), text);
  }

  private MemoryPart runtime() {
    int devices = Math.max(1, host.gpus().size());
    ByteRange bytes = new ByteRange(
        RUNTIME_LOW * devices, (RUNTIME_LOW + RUNTIME_HIGH) / 2 * devices, RUNTIME_HIGH * devices);
    return new MemoryPart(
        MemoryPart.Kind.RUNTIME,
        bytes,
        Origin.ASSUMED,
        "0.3 to 0.6 GiB x " + devices + (devices == 1 ? " device" : " devices"));
  }
}
