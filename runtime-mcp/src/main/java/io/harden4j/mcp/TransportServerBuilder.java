package io.harden4j.mcp;

/** Describes a server that a transport of the application's own reaches. */
public final class TransportServerBuilder extends ServerBuilder<TransportServerBuilder> {
  TransportServerBuilder(String id) {
    super(id);
  }

  @Override
  TransportServerBuilder self() {
    return this;
  }
}
