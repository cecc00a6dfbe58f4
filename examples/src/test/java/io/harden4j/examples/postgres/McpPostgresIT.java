package io.harden4j.examples.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Needs node and the server's script; says what is missing and skips itself. */
class McpPostgresIT {
  @Test
  void the_table_and_the_other_tenant_are_safe_with_the_governor_only() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    Optional<McpPostgres.Outcomes> outcome =
        McpPostgres.demonstrate(new PrintStream(said, true, StandardCharsets.UTF_8));
    System.out.print(said.toString(StandardCharsets.UTF_8));
    assumeTrue(outcome.isPresent(), said.toString(StandardCharsets.UTF_8).strip());

    assertThat(outcome.get().without()).isEqualTo(new McpPostgres.Outcome(true, false));
    assertThat(outcome.get().with()).isEqualTo(new McpPostgres.Outcome(false, true));
  }
}
