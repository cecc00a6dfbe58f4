package io.harden4j.ollama;

import io.harden4j.ollama.capacity.Demand;
import io.harden4j.ollama.capacity.Host;
import io.harden4j.ollama.capacity.HostProbe;
import io.harden4j.run.Preflight;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks before a run what would otherwise fail or crawl in the middle of it, in this order: is the server there, does it have the model,
 * do prompts stay on it, can the model call tools, is the context within the model's, does it all fit the host's memory. The first
 * refusal ends the questions. Immutable; safe for concurrent use.
 */
public final class OllamaPreflight implements Preflight {
  private final OllamaInventory inventory;
  private final String model;
  private final Demand demand;
  private final boolean needsTools;
  private final Locality locality;
  private final Strictness strictness;
  private final @Nullable Supplier<Host> host;

  private OllamaPreflight(Builder builder) {
    this.inventory = builder.inventory;
    this.model = builder.model;
    this.demand = builder.demand;
    this.needsTools = builder.needsTools;
    this.locality = builder.locality;
    this.strictness = builder.strictness;
    this.host = builder.host;
  }

  /**
   * Starts a preflight of one model.
   *
   * @param inventory of the server
   * @param model name and tag; without a tag {@code latest} is meant
   * @param demand context and slots the run will ask for; the slots are the server's {@code OLLAMA_NUM_PARALLEL}
   */
  public static Builder builder(OllamaInventory inventory, String model, Demand demand) {
    return new Builder(inventory, model, demand);
  }

  /**
   * Asks the questions now: some requests to the server, and a probe of this machine if the server is on it. Never throws for what it
   * finds.
   */
  public PreflightResult inspect() {
    return new PreflightRun(this).run();
  }

  /** Asks the same for the runtime: the refusal or the first warning as the reason, all answers and the arithmetic as details. */
  @Override
  public Finding check() {
    return inspect().finding();
  }

  OllamaInventory inventory() {
    return inventory;
  }

  String model() {
    return model;
  }

  Demand demand() {
    return demand;
  }

  boolean needsTools() {
    return needsTools;
  }

  Locality locality() {
    return locality;
  }

  Strictness strictness() {
    return strictness;
  }

  /** The host that the server runs on; empty if it is another machine that nobody described. */
  Optional<Host> host() {
    if (host != null) {
      return Optional.of(host.get());
    }
    return inventory.address().isLocal()
        ? Optional.of(HostProbe.ofThisMachine().detect())
        : Optional.empty();
  }

  /** Where prompts may go. */
  public enum Locality {
    /** A cloud model is refused: its prompts leave the machine. */
    LOCAL_ONLY,
    /** A cloud model is used, with a warning. */
    CLOUD_ALLOWED
  }

  /** What to do about a model that runs, but barely or slowly. What cannot run at all is always refused. */
  public enum Strictness {
    /** Warn about a tight fit and about a part on the CPU. */
    WARN,
    /** Refuse a part on the CPU, warn about a tight fit. */
    REFUSE_SPILL,
    /** Refuse both. */
    REFUSE_TIGHT
  }

  /** Builds an {@link OllamaPreflight}. Not thread-safe. */
  public static final class Builder {
    private final OllamaInventory inventory;
    private final String model;
    private final Demand demand;
    private boolean needsTools;
    private Locality locality = Locality.LOCAL_ONLY;
    private Strictness strictness = Strictness.WARN;
    private @Nullable Supplier<Host> host;

    private Builder(OllamaInventory inventory, String model, Demand demand) {
      this.inventory = inventory;
      this.model = ModelNames.require(model);
      this.demand = demand;
    }

    /** Requires a model that accepts tool declarations. Default: not required. */
    public Builder needsTools() {
      needsTools = true;
      return this;
    }

    /** Where prompts may go. Default {@link Locality#LOCAL_ONLY}. */
    public Builder locality(Locality value) {
      locality = value;
      return this;
    }

    /** What to do about a tight fit or a part on the CPU. Default {@link Strictness#WARN}. */
    public Builder strictness(Strictness value) {
      strictness = value;
      return this;
    }

    /**
     * The host the server runs on, asked at each check. Default: this machine if the server's address is a loopback address; else the
     * memory check is skipped and says so.
     */
    public Builder host(Supplier<Host> value) {
      host = value;
      return this;
    }

    /** Builds the preflight; the server is not asked yet. */
    public OllamaPreflight build() {
      return new OllamaPreflight(this);
    }
  }
}
