package io.harden4j.ollama;

/** Names of models, with and without a tag. */
final class ModelNames {
  private ModelNames() {}

  /** The name with its tag: {@code llama3.2} is {@code llama3.2:latest}; a colon before the last slash is a registry's port. */
  static String withTag(String name) {
    return name.indexOf(':', name.lastIndexOf('/') + 1) >= 0 ? name : name + ":latest";
  }

  /**
   * Checks a name before it goes into a request or a command that a person may paste.
   *
   * @throws IllegalArgumentException if it is blank, over 200 characters, or has others than a model's name has
   */
  static String require(String name) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._:/-]{0,199}")) {
      String shown = name.length() > 40 ? name.substring(0, 40) + "..." : name;
      throw new IllegalArgumentException("'" + shown.replaceAll("\\p{Cntrl}", "?")
          + "' is no name of an Ollama model; write one such as llama3.2:3b");
    }
    return name;
  }
}
