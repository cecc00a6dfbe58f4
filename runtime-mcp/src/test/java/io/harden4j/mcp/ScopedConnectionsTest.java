package io.harden4j.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.identity.Principal;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ScopedConnectionsTest {
  private static final Principal ANA = Principal.of("ana", "acme");
  private static final Principal BEN = Principal.of("ben", "acme");
  private static final Principal EVE = Principal.of("eve", "other");

  private static ScopedConnections connections(UnaryOperator<TransportServerBuilder> more) {
    ServerSettings settings = more.apply(
            new TransportServerBuilder("bank").era(ProtocolEra.HANDSHAKE))
        .settings();
    return Connections.scoped(settings, () -> new MutableServer().transport());
  }

  @Test
  void a_tenant_never_meets_the_connection_of_another() {
    try (ScopedConnections all = connections(b -> b)) {
      assertThat(all.of(ANA)).isSameAs(all.of(BEN)).isNotSameAs(all.of(EVE));
      assertThat(all.of(ANA)).as("one tenant needs one connection").isSameAs(all.home());
    }
  }

  @Test
  void principals_can_be_kept_apart_and_connections_shared() {
    try (ScopedConnections all = connections(b -> b.scope(ConnectionScope.PRINCIPAL))) {
      assertThat(all.of(ANA)).isNotSameAs(all.of(BEN));
    }
    try (ScopedConnections all = connections(b -> b.scope(ConnectionScope.SHARED))) {
      assertThat(all.of(ANA)).isSameAs(all.of(EVE));
    }
  }

  @Test
  void the_number_of_connections_is_bounded_and_an_idle_one_makes_room() {
    try (ScopedConnections all =
        connections(b -> b.limits(McpLimits.DEFAULT.withMaxConnections(2)))) {
      McpConnection first = all.of(ANA);
      McpConnection second = all.of(EVE);

      all.of(Principal.of("x", "third"));

      assertThat(all.of(ANA)).as("the one that tools are listed on stays").isSameAs(first);
      assertThat(all.of(EVE)).isNotSameAs(second);
    }
  }

  @Test
  void a_connection_in_use_is_not_taken_away() {
    try (ScopedConnections all =
        connections(b -> b.limits(McpLimits.DEFAULT.withMaxConnections(2)))) {
      all.of(ANA);
      Deadline deadline = Deadline.after(TestServers.PATIENCE);
      all.of(EVE).with(deadline, session -> {
        assertThatThrownBy(() -> all.of(Principal.of("x", "third")))
            .isInstanceOf(McpUnavailableException.class)
            .hasMessageContaining("withMaxConnections");
        return session.info();
      });
    }
  }
}
