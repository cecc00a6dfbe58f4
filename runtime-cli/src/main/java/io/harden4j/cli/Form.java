package io.harden4j.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which arguments a command takes.
 *
 * @param words   names of the words that must be there, in order
 * @param options names of options with a value, without the dashes
 * @param flags   names of options without one
 */
record Form(List<String> words, Set<String> options, Set<String> flags) {
  /** Reads a command line. A word behind {@code --} is a word even if it begins with dashes. @throws UsageException if it does not fit */
  Arguments read(List<String> arguments) {
    List<String> given = new ArrayList<>();
    Map<String, String> named = new HashMap<>();
    boolean wordsOnly = false;
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (wordsOnly || !argument.startsWith("--")) {
        given.add(argument);
      } else if (argument.equals("--")) {
        wordsOnly = true;
      } else if (flags.contains(argument.substring(2))) {
        put(named, argument, "");
      } else {
        put(named, checked(argument), valueOf(argument, arguments, ++i));
      }
    }
    return new Arguments(words(given), named);
  }

  private Map<String, String> words(List<String> given) {
    if (given.size() < words.size()) {
      throw new UsageException(words.get(given.size()) + " is missing");
    }
    if (given.size() > words.size()) {
      throw new UsageException(
          "'" + Shown.line(given.get(words.size())) + "' is one word too many");
    }
    Map<String, String> byName = new HashMap<>();
    for (int i = 0; i < words.size(); i++) {
      byName.put(words.get(i), given.get(i));
    }
    return byName;
  }

  private String checked(String argument) {
    if (!options.contains(argument.substring(2))) {
      throw new UsageException("'" + Shown.line(argument) + "' is no option of this command");
    }
    return argument;
  }

  private static String valueOf(String option, List<String> arguments, int at) {
    if (at >= arguments.size()) {
      throw new UsageException(option + " lacks its value");
    }
    return arguments.get(at);
  }

  private static void put(Map<String, String> named, String option, String value) {
    if (named.put(option.substring(2), value) != null) {
      throw new UsageException(option + " is given twice");
    }
  }
}
