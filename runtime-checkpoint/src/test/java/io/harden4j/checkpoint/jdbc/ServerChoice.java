package io.harden4j.checkpoint.jdbc;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the PostgreSQL server of the tests comes from: the one that is named, else a container where Docker runs, else an embedded one. What
 * cannot be had is passed over, and the reason kept.
 *
 * @param url    of the server, or empty
 * @param reason why there is none, or empty
 */
record ServerChoice(String url, String reason) {
  /** A server that may be started here. */
  interface Way {
    /** Says in a few words what it is. */
    String name();

    /** Says whether it is worth a try; quickly, and without a log line where it is not. */
    boolean isThere();

    /** Starts it, and returns its URL with user and password. */
    String start() throws Exception;
  }

  /** Chooses; {@code named} is the value of the environment variable. */
  static ServerChoice of(@Nullable String named, List<Way> inTurn) {
    if (named != null && !named.isBlank()) {
      return new ServerChoice(named, "");
    }
    List<String> reasons = new ArrayList<>(List.of(Postgres.URL + " is not set"));
    for (Way way : inTurn) {
      try {
        if (way.isThere()) {
          return new ServerChoice(way.start(), "");
        }
        reasons.add("there is no " + way.name());
      } catch (Exception | LinkageError e) {
        reasons.add(way.name() + " does not start: " + e);
      }
    }
    return new ServerChoice("", "no PostgreSQL: " + String.join("; ", reasons));
  }
}
