package io.harden4j.ollama;

import io.harden4j.ollama.capacity.Demand;
import io.harden4j.ollama.capacity.Host;
import io.harden4j.ollama.capacity.MemoryPlanner;
import io.harden4j.ollama.capacity.ModelShape;
import io.harden4j.ollama.capacity.ModelShapes;
import io.harden4j.ollama.capacity.Verdict;
import java.util.Comparator;
import java.util.List;

/** Chooses a model for an agent that calls tools, among those that a server has. */
public final class OllamaModels {
  private static final List<String> WORTH_PULLING = List.of("qwen3:8b", "llama3.2:3b");
  private static final int PLANNED_CONTEXT = 8192;

  private OllamaModels() {}

  /** The command that installs a model. */
  public static String pullCommand(String model) {
    return "ollama pull " + model;
  }

  /** What there is to use, or to install. */
  public sealed interface Choice {
    /** A model that the server has. */
    record Installed(String model) implements Choice {}

    /** The server has none; this one fits the host and calls tools. */
    record ToPull(String model, String command) implements Choice {}
  }

  /**
   * Returns the largest installed model that calls tools, runs on the server itself, and whose weights take at most half of the host's
   * usable memory (GPU memory if there is any); else the smallest installed one; else one to pull.
   *
   * @throws OllamaUnavailableException if the server does not answer
   */
  public static Choice pickToolCapable(OllamaInventory inventory, Host host) {
    long half = (host.gpus().isEmpty() ? host.usableRam() : host.usableGpu()) / 2;
    List<InstalledModel> candidates = inventory.installed().stream()
        .filter(model -> model.remote().isEmpty() && callsTools(inventory, model))
        .sorted(
            Comparator.comparingLong(InstalledModel::sizeBytes).thenComparing(InstalledModel::name))
        .toList();
    if (candidates.isEmpty()) {
      String model = worthPulling(host);
      return new Choice.ToPull(model, pullCommand(model));
    }
    InstalledModel chosen = candidates.get(0);
    for (InstalledModel candidate : candidates) {
      if (candidate.sizeBytes() <= half) {
        chosen = candidate;
      }
    }
    return new Choice.Installed(chosen.name());
  }

  private static boolean callsTools(OllamaInventory inventory, InstalledModel model) {
    return model.capabilities().isEmpty()
        ? inventory.details(model.name()).callsTools()
        : model.capabilities().contains("tools");
  }

  private static String worthPulling(Host host) {
    ModelShapes shapes = ModelShapes.shipped();
    MemoryPlanner planner = new MemoryPlanner(host);
    for (String name : WORTH_PULLING) {
      ModelShape shape = shapes.get(name);
      if (planner.plan(shape, Demand.of(PLANNED_CONTEXT)).verdict().compareTo(Verdict.TIGHT) <= 0) {
        return name;
      }
    }
    return WORTH_PULLING.get(WORTH_PULLING.size() - 1);
  }
}
