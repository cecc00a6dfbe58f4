package io.harden4j.checkpoint.jdbc;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What stands for each word in braces in a database. Remembers the texts it replaced words in. Thread-safe. */
final class Words {
  /** Texts of the store's own; those put together for a query are fewer than that, or new each time. */
  private static final int MOST_KNOWN = 256;

  private final Map<String, String> words;
  private final Map<String, String> known = new ConcurrentHashMap<>();

  Words(Map<String, String> words) {
    this.words = words;
  }

  /** Replaces the words in a text. */
  String in(String text) {
    if (text.indexOf('{') < 0) {
      return text;
    }
    String found = known.get(text);
    return found == null ? replaced(text) : found;
  }

  private String replaced(String text) {
    String sql = text;
    for (Map.Entry<String, String> word : words.entrySet()) {
      sql = sql.replace('{' + word.getKey() + '}', word.getValue());
    }
    if (known.size() < MOST_KNOWN) {
      known.put(text, sql);
    }
    return sql;
  }
}
