package io.harden4j.benchmarks.mcp;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** One client under measurement, connected. Thread-safe. */
interface EchoClient extends AutoCloseable {
  /** Makes so many calls in the way of this client; {@link #echo} is called in them only, on this thread. */
  default void each(int calls, IntConsumer call) {
    IntStream.range(0, calls).forEach(call);
  }

  /** Calls the tool and returns what it said. */
  String echo(String text);

  @Override
  void close();
}
