package io.harden4j.mcp;

/** Starts threads that do not keep the JVM alive. */
final class Daemon {
  private Daemon() {}

  static Thread start(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
