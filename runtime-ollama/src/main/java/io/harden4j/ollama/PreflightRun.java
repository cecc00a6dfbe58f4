package io.harden4j.ollama;

import io.harden4j.ollama.capacity.ContextSize;
import io.harden4j.ollama.capacity.Host;
import io.harden4j.ollama.capacity.MemoryPlan;
import io.harden4j.ollama.capacity.MemoryPlanner;
import io.harden4j.ollama.capacity.ModelShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One pass over the questions of an {@link OllamaPreflight}. */
final class PreflightRun {
  static final String MEMORY = "memory";

  private final OllamaPreflight ask;
  private final List<PreflightCheck> checks = new ArrayList<>();
  private @Nullable MemoryPlan plan;

  PreflightRun(OllamaPreflight ask) {
    this.ask = ask;
  }

  PreflightResult run() {
    try {
      questions();
    } catch (OllamaUnavailableException e) {
      checks.add(PreflightCheck.refuse("server", String.valueOf(e.getMessage()), "ollama serve"));
    } catch (ModelMissingException e) {
      checks.add(PreflightCheck.refuse("model", String.valueOf(e.getMessage()), e.command()));
    } catch (OllamaException e) {
      checks.add(PreflightCheck.refuse(
          "server", String.valueOf(e.getMessage()), "check the address and the server's log"));
    }
    return new PreflightResult(ask.model(), checks, plan);
  }

  private void questions() {
    String version = ask.inventory().version();
    checks.add(PreflightCheck.pass(
        "server",
        "Ollama " + (version.isEmpty() ? "of unknown version" : version) + " at "
            + ask.inventory().address()));
    Optional<InstalledModel> installed = ask.inventory().find(ask.model());
    if (installed.isEmpty()) {
      throw new ModelMissingException(ask.model(), ask.inventory().address().toString());
    }
    checks.add(PreflightCheck.pass("model", installed.get().name() + " is installed"));
    ModelDetails details = ask.inventory().details(ask.model());
    if (add(locality(details, installed.get()))
        && add(tools(details))
        && isLocal(details, installed.get())) {
      sizes();
    }
  }

  /** Adds a check; returns whether the questions go on. */
  private boolean add(PreflightCheck check) {
    checks.add(check);
    return check.outcome() != PreflightCheck.Outcome.REFUSE;
  }

  private PreflightCheck locality(ModelDetails details, InstalledModel installed) {
    if (isLocal(details, installed)) {
      return PreflightCheck.pass("locality", "prompts stay on the server");
    }
    String host = details.remote().or(installed::remote).orElse("another host");
    String text = ask.model() + " is a cloud model: prompts go to " + host;
    return ask.locality() == OllamaPreflight.Locality.LOCAL_ONLY
        ? PreflightCheck.refuse(
            "locality", text, "choose a local model, or allow the cloud explicitly")
        : PreflightCheck.warn("locality", text, "");
  }

  private PreflightCheck tools(ModelDetails details) {
    if (!ask.needsTools()) {
      return PreflightCheck.skipped("tools", "no tools needed");
    }
    if (details.callsTools()) {
      return PreflightCheck.pass("tools", ask.model() + " accepts tools");
    }
    return PreflightCheck.refuse(
        "tools",
        ask.model() + " does not accept tools, only "
            + details.capabilities().stream().sorted().toList(),
        OllamaModels.pullCommand("qwen3:8b") + " (or another model that lists tools)");
  }

  private void sizes() {
    ModelShape shape = ask.inventory().shape(ask.model());
    if (!add(context(shape))) {
      return;
    }
    Optional<Host> host = ask.host();
    if (host.isEmpty()) {
      checks.add(
          PreflightCheck.skipped(
              MEMORY,
              "the server is on another machine; describe its memory with host(...) to have it checked"));
      return;
    }
    MemoryPlan planned = new MemoryPlanner(host.get()).plan(shape, ask.demand());
    plan = planned;
    checks.add(MemoryCheck.of(planned, ask.strictness(), loaded()));
  }

  private PreflightCheck context(ModelShape shape) {
    int asked = ask.demand().context();
    int most = shape.contextLength();
    if (asked <= most) {
      return PreflightCheck.pass(
          "context", ContextSize.text(asked) + " of at most " + ContextSize.text(most) + " tokens");
    }
    return PreflightCheck.refuse(
        "context",
        ContextSize.text(asked) + " tokens asked, but " + ask.model() + " was made for "
            + ContextSize.text(most),
        "set numCtx to " + most + " or less, or choose a model with a longer context");
  }

  /** The model as the server holds it now, if with enough context. */
  private Optional<LoadedModel> loaded() {
    String name = ModelNames.withTag(ask.model());
    return ask.inventory().loaded().stream()
        .filter(model ->
            model.name().equals(name) && model.contextLength() >= ask.demand().context())
        .findFirst();
  }

  private static boolean isLocal(ModelDetails details, InstalledModel installed) {
    return details.remote().isEmpty() && installed.remote().isEmpty();
  }
}
