package io.harden4j.examples.desk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The command line of the support desk.
 *
 * @param values options that were given, by name
 */
record DeskOptions(Map<String, String> values) {
  static final String USAGE = """
      support-desk [options]
        --question TEXT    what the customer asks; default: a question about a cracked helmet
        --model NAME       built-in, or ollama:<name>; default: an installed model that calls tools, else built-in
        --thread ID        the conversation; default: a new one
        --crash-after NODE halt the process once this node's step is committed: controller, router, handbook, orders,
                           reasoning, validation, refund or answer
        --resume ID        go on with a thread, wherever it stopped
        --answer yes|no    answer the open question of the thread first, as the team lead; with --resume
        --inspect ID       show state, history and open questions of a thread
        --otlp URL         send spans there too, for example http://localhost:4318
        --home DIR         keep orders, checkpoints, audit trail and traces there
      """;

  private static final List<String> NAMES = List.of(
      "question", "model", "thread", "crash-after", "resume", "answer", "inspect", "otlp", "home");
  private static final List<String> NODES = List.of(
      "controller", "router", "handbook", "orders", "reasoning", "validation", "refund", "answer");

  /** @throws IllegalArgumentException with the usage if an option is unknown, twice there, without a value, or does not go with another */
  static DeskOptions parse(List<String> arguments) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < arguments.size(); i += 2) {
      String name = arguments.get(i).startsWith("--") ? arguments.get(i).substring(2) : "";
      if (!NAMES.contains(name)) {
        throw wrong("unknown option '" + arguments.get(i) + "'");
      }
      if (i + 1 == arguments.size()) {
        throw wrong("--" + name + " needs a value");
      }
      if (values.put(name, arguments.get(i + 1)) != null) {
        throw wrong("--" + name + " is there twice");
      }
    }
    DeskOptions options = new DeskOptions(Map.copyOf(values));
    options.checkTogether();
    return options;
  }

  private void checkTogether() {
    List<String> jobs = new ArrayList<>(List.of("question", "resume", "inspect"));
    jobs.retainAll(values.keySet());
    if (jobs.size() > 1) {
      throw wrong("--" + String.join(" and --", jobs) + " do not go together");
    }
    if (values.containsKey("answer") && !values.containsKey("resume")) {
      throw wrong("--answer needs --resume ID");
    }
    if (values.containsKey("thread")
        && (values.containsKey("resume") || values.containsKey("inspect"))) {
      throw wrong("--thread is for a question; --resume and --inspect name their own");
    }
    get("crash-after").filter(node -> !NODES.contains(node)).ifPresent(node -> {
      throw wrong("there is no node '" + node + "'; nodes are " + String.join(", ", NODES));
    });
  }

  /** Returns the thread that an option names. */
  Optional<String> thread() {
    return get("resume").or(() -> get("inspect")).or(() -> get("thread"));
  }

  Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(what + "\n" + USAGE);
  }
}
