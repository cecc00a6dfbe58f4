package io.harden4j.mcp.server;

import io.harden4j.run.AgentRuntime;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A graph server as a process: over stdio, or over HTTP if it is given a port. */
public final class GraphServerMain {
  private GraphServerMain() {}

  /** Serves over HTTP on a free port. */
  public static HttpEndpoint open(AgentRuntime runtime, int port) {
    return Graphs.server(runtime)
        .listen(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            token -> Optional.of(Graphs.CALLER));
  }

  public static void main(String[] args) throws InterruptedException {
    AgentRuntime runtime = AgentRuntime.builder().build();
    if (args.length == 0) {
      Graphs.server(runtime).serve(System.in, System.out, Graphs.CALLER);
      runtime.close();
      return;
    }
    open(runtime, Integer.parseInt(args[0]));
    new CountDownLatch(1).await();
  }
}
