package io.harden4j.ollama.capacity;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Options of the form {@code --name value}; which there are is read from the usage text. */
final class CommandOptions {
  private final Map<String, String> values;
  private final String usage;

  private CommandOptions(Map<String, String> values, String usage) {
    this.values = values;
    this.usage = usage;
  }

  static CommandOptions parse(List<String> arguments, String usage) {
    CommandOptions options = new CommandOptions(new LinkedHashMap<>(), usage);
    for (int i = 0; i < arguments.size(); i += 2) {
      String name = arguments.get(i);
      if (!name.matches("--[a-z]+") || !usage.contains("  " + name + " ")) {
        throw options.wrong("'" + shown(name) + "' is no option");
      }
      if (i + 1 == arguments.size()) {
        throw options.wrong(name + " lacks its value");
      }
      if (options.values.put(name.substring(2), arguments.get(i + 1)) != null) {
        throw options.wrong(name + " is given twice");
      }
    }
    return options;
  }

  String required(String name) {
    return optional(name).orElseThrow(() -> wrong("--" + name + " is missing"));
  }

  Optional<String> optional(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** A positive decimal number below a billion. */
  Optional<BigDecimal> number(String name) {
    Optional<String> text = optional(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    boolean positive =
        text.get().matches("[0-9]{1,9}(\\.[0-9]{1,6})?") && text.get().matches(".*[1-9].*");
    boolean whole = !name.equals("slots") || text.get().matches("[0-9]{1,4}");
    if (!positive || !whole) {
      throw wrong("--" + name + " '" + shown(text.get()) + "' is no positive number");
    }
    return text.map(BigDecimal::new);
  }

  IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(what + ". Usage:\n" + usage);
  }

  private static String shown(String text) {
    String visible = text.replaceAll("\\p{Cntrl}", "?");
    return visible.length() > 40 ? visible.substring(0, 40) + "..." : visible;
  }
}
