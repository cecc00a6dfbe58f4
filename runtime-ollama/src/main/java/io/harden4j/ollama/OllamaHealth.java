package io.harden4j.ollama;

import io.harden4j.run.HealthCheck;

/** Says whether an Ollama server answers and has a model. Asks for at most the inventory's timeout, twice. Safe for concurrent use. */
public final class OllamaHealth implements HealthCheck {
  private final OllamaInventory inventory;
  private final String model;

  /** Creates a check of one model on one server; the server is not asked yet. */
  public OllamaHealth(OllamaInventory inventory, String model) {
    this.inventory = inventory;
    this.model = ModelNames.require(model);
  }

  @Override
  public String name() {
    return "ollama " + model;
  }

  @Override
  public Health check() {
    try {
      String version = inventory.version();
      return inventory
          .find(model)
          .map(found -> new Health(
              true, found.name() + " on Ollama " + version + " at " + inventory.address()))
          .orElseGet(() -> missing());
    } catch (OllamaException e) {
      return new Health(false, String.valueOf(e.getMessage()));
    }
  }

  private Health missing() {
    return new Health(
        false,
        model + " is not installed at " + inventory.address() + ". Run: "
            + OllamaModels.pullCommand(model));
  }
}
