package io.harden4j.benchmarks.mcp;

/** One client under measurement, connected. Thread-safe. */
interface EchoClient extends AutoCloseable {
  /** Calls the tool and returns what it said. */
  String echo(String text);

  @Override
  void close();
}
