package io.harden4j.benchmarks.mcp;

import java.util.function.ObjIntConsumer;
import java.util.function.UnaryOperator;

/** One client under measurement, connected. Thread-safe. */
interface EchoClient extends AutoCloseable {
  /** Makes so many calls in the way of this client, on this thread: the taker is handed the tool and a number each time. */
  void each(int calls, ObjIntConsumer<UnaryOperator<String>> call);

  @Override
  void close();
}
