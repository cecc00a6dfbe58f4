package io.harden4j.examples.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Needs node, the server's script and a PostgreSQL; says what is missing and skips itself. */
class McpPostgresIT {
  @Test
  void the_table_is_gone_without_the_guard_and_stays_with_it() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    Optional<McpPostgres.Outcome> outcome =
        McpPostgres.demonstrate(new PrintStream(said, true, StandardCharsets.UTF_8));
    System.out.print(said.toString(StandardCharsets.UTF_8));
    assumeTrue(outcome.isPresent(), said.toString(StandardCharsets.UTF_8).strip());

    assertThat(outcome.get()).isEqualTo(new McpPostgres.Outcome(false, true));
  }
}
