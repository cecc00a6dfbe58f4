package io.harden4j.mcp;

/** Starts threads that do not keep the JVM alive. */
final class Daemon {
  private Daemon() {}

  static Thread start(String name, Runnable body) {
    Thread thread = unstarted(name, body);
    thread.start();
    return thread;
  }

  static Thread unstarted(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    return thread;
  }
}
