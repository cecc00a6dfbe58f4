package io.harden4j.ollama;

import io.harden4j.ollama.OllamaPreflight.Strictness;
import io.harden4j.ollama.capacity.Bytes;
import io.harden4j.ollama.capacity.ContextSize;
import io.harden4j.ollama.capacity.Demand;
import io.harden4j.ollama.capacity.MemoryPlan;
import io.harden4j.ollama.capacity.MemoryPlanner;
import io.harden4j.ollama.capacity.Verdict;
import java.util.Optional;

/** Judges a memory plan; where the model is loaded already, what the server measured replaces it. */
final class MemoryCheck {
  private MemoryCheck() {}

  static PreflightCheck of(MemoryPlan plan, Strictness strictness, Optional<LoadedModel> loaded) {
    if (loaded.isPresent()) {
      return measured(plan, loaded.get(), strictness);
    }
    return switch (plan.verdict()) {
      case FITS -> PreflightCheck.pass(PreflightRun.MEMORY, text(plan));
      case TIGHT ->
        judged(strictness == Strictness.REFUSE_TIGHT, text(plan), next(plan, Verdict.FITS));
      case SPILLS -> judged(strictness != Strictness.WARN, text(plan), next(plan, Verdict.TIGHT));
      case NO -> PreflightCheck.refuse(PreflightRun.MEMORY, text(plan), next(plan, Verdict.SPILLS));
    };
  }

  private static PreflightCheck measured(
      MemoryPlan plan, LoadedModel loaded, Strictness strictness) {
    String text = loaded.name() + " is loaded with " + ContextSize.text(loaded.contextLength())
        + " tokens and takes " + Bytes.gib(loaded.sizeBytes()) + " (measured by the server)";
    boolean spills = !plan.host().gpus().isEmpty() && loaded.gpuBytes() < loaded.sizeBytes();
    if (!spills) {
      return PreflightCheck.pass(PreflightRun.MEMORY, text);
    }
    String part =
        ", of which " + Bytes.gib(loaded.sizeBytes() - loaded.gpuBytes()) + " runs on the CPU";
    return judged(strictness != Strictness.WARN, text + part, next(plan, Verdict.TIGHT));
  }

  private static PreflightCheck judged(boolean refuse, String text, String next) {
    return refuse
        ? PreflightCheck.refuse(PreflightRun.MEMORY, text, next)
        : PreflightCheck.warn(PreflightRun.MEMORY, text, next);
  }

  private static String text(MemoryPlan plan) {
    return plan.verdict() + ": " + plan.why();
  }

  private static String next(MemoryPlan plan, Verdict wanted) {
    Demand demand = plan.demand();
    int context = new MemoryPlanner(plan.host()).largestContext(plan.shape(), demand, wanted);
    if (context == 0) {
      return "choose a smaller model; no context of " + plan.shape().name() + " fits this host";
    }
    if (context >= demand.context()) {
      return "free memory on the host";
    }
    return "set numCtx to " + context + " or less (" + ContextSize.text(context)
        + "), or choose a smaller model";
  }
}
