package io.harden4j.benchmarks.mcp;

import java.util.function.ObjIntConsumer;
import java.util.function.UnaryOperator;

/** A client that calls a tool wherever it is asked to. */
interface PlainClient extends EchoClient {
  /** Calls the tool and returns what it said. */
  String echo(String text);

  @Override
  default void each(int calls, ObjIntConsumer<UnaryOperator<String>> call) {
    for (int i = 0; i < calls; i++) {
      call.accept(this::echo, i);
    }
  }
}
