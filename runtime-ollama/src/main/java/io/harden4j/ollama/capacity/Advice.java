package io.harden4j.ollama.capacity;

import java.util.ArrayList;
import java.util.List;

/** What a user can change when a model does not fit well: context, slots, cache type, or the model. */
final class Advice {
  private Advice() {}

  static List<String> of(MemoryPlanner planner, MemoryPlan plan) {
    List<String> lines = new ArrayList<>();
    Demand demand = plan.demand();
    Verdict wanted = plan.verdict() == Verdict.NO ? Verdict.SPILLS : Verdict.FITS;
    int context = planner.largestContext(plan.shape(), demand, wanted);
    if (context > 0 && context < demand.context()) {
      lines.add("Largest context " + goal(wanted) + " with " + slots(demand.slots()) + ": "
          + ContextSize.text(context) + " tokens.");
    }
    if (demand.slots() > 1) {
      add(lines, planner, plan, demand.withSlots(1), "one slot instead of " + demand.slots());
    }
    if (demand.kvCache() == KvCacheType.F16 && demand.flashAttention() != FlashAttention.OFF) {
      Demand smaller = demand.withKvCache(KvCacheType.Q8_0);
      add(lines, planner, plan, smaller, "OLLAMA_KV_CACHE_TYPE=q8_0 and OLLAMA_FLASH_ATTENTION=1");
    }
    if (context == 0 && plan.verdict() == Verdict.NO) {
      lines.add("No context makes it fit: take a smaller model or a host with more memory.");
    }
    return lines;
  }

  private static void add(
      List<String> lines, MemoryPlanner planner, MemoryPlan plan, Demand demand, String change) {
    MemoryPlan other = planner.plan(plan.shape(), demand);
    if (other.verdict().compareTo(plan.verdict()) < 0) {
      lines.add("With " + change + " it takes " + Bytes.gib(other.total()) + ": " + other.verdict()
          + ".");
    }
  }

  private static String goal(Verdict wanted) {
    return wanted == Verdict.FITS ? "that fits" : "that the host can hold";
  }

  private static String slots(int slots) {
    return slots + (slots == 1 ? " slot" : " slots");
  }
}
