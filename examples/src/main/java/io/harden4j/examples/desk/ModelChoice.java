package io.harden4j.examples.desk;

import dev.langchain4j.model.chat.ChatModel;
import io.harden4j.examples.desk.builtin.BuiltInModel;
import io.harden4j.ollama.OllamaAddress;
import io.harden4j.ollama.OllamaChat;
import io.harden4j.ollama.OllamaException;
import io.harden4j.ollama.OllamaInventory;
import io.harden4j.ollama.OllamaModels;
import io.harden4j.ollama.OllamaPreflight;
import io.harden4j.ollama.capacity.Demand;
import io.harden4j.ollama.capacity.HostProbe;
import io.harden4j.run.Preflight;
import java.time.Duration;
import java.util.Optional;

/**
 * The model that a run uses.
 *
 * @param model     the model
 * @param line      says which one and why
 * @param preflight looks before a run whether it can hold; empty for the built-in model
 */
record ModelChoice(ChatModel model, String line, Optional<Preflight> preflight) {
  private static final int CONTEXT = 8192;
  private static final Duration TO_CONNECT = Duration.ofSeconds(1);
  private static final Duration FOR_AN_ANSWER = Duration.ofMinutes(10);
  private static final String OLLAMA = "ollama:";

  /** Returns the built-in model. */
  static ModelChoice builtIn(String why) {
    return new ModelChoice(
        new BuiltInModel(),
        "Model: built-in rules that obey whatever they read (" + why + ")",
        Optional.empty());
  }

  /**
   * Returns the model of this name, or the best there is.
   *
   * @param wanted {@code built-in}, {@code ollama:<name>}, or empty
   * @param host   address of the Ollama server
   * @throws IllegalArgumentException if the name or the address is neither
   */
  static ModelChoice of(Optional<String> wanted, String host) {
    if (wanted.isPresent() && wanted.get().equals(BuiltInModel.NAME)) {
      return builtIn("as asked");
    }
    OllamaInventory inventory = OllamaInventory.builder(OllamaAddress.parse(host))
        .connectTimeout(TO_CONNECT)
        .build();
    if (wanted.isEmpty()) {
      return installed(inventory);
    }
    if (!wanted.get().startsWith(OLLAMA) || wanted.get().length() == OLLAMA.length()) {
      throw new IllegalArgumentException("there is no model '" + wanted.get()
          + "'; use --model ollama:<name>, for example ollama:qwen3:8b, or --model built-in");
    }
    return ollama(inventory, wanted.get().substring(OLLAMA.length()), "as asked");
  }

  private static ModelChoice installed(OllamaInventory inventory) {
    try {
      OllamaModels.Choice choice =
          OllamaModels.pickToolCapable(inventory, HostProbe.ofThisMachine().detect());
      if (choice instanceof OllamaModels.Choice.Installed installed) {
        return ollama(inventory, installed.model(), "installed, and able to call tools");
      }
      OllamaModels.Choice.ToPull missing = (OllamaModels.Choice.ToPull) choice;
      return builtIn("the Ollama at " + inventory.address()
          + " has no model that calls tools; one that fits this machine: " + missing.command());
    } catch (OllamaException e) {
      return builtIn("no Ollama answers at " + inventory.address());
    }
  }

  private static ModelChoice ollama(OllamaInventory inventory, String name, String why) {
    ChatModel model = OllamaChat.builder(inventory.address(), name)
        .numCtx(CONTEXT)
        .temperature(0)
        .timeout(FOR_AN_ANSWER)
        .build();
    Preflight preflight = OllamaPreflight.builder(inventory, name, Demand.of(CONTEXT))
        .needsTools()
        .build();
    return new ModelChoice(
        model,
        "Model: " + name + " on Ollama at " + inventory.address() + " (" + why + ")",
        Optional.of(preflight));
  }
}
