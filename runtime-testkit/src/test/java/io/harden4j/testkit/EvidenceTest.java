package io.harden4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path module;

  @Test
  void writes_flat_keys_with_tier_ran_and_skipped() throws IOException {
    Path file = Evidence.of(module, "speed")
        .put("rounds", 200)
        .put("micros", 1.5)
        .put("ok", true)
        .put("note", "a \"quoted\"\nline")
        .ran(3)
        .skipped(1)
        .write();

    assertThat(file).isEqualTo(module.resolve("target/evidence/speed.json"));
    assertThat(Files.readString(file))
        .isEqualTo("{\n"
            + "  \"tier\": \"" + Tier.name() + "\",\n"
            + "  \"ran\": 3,\n"
            + "  \"skipped\": 1,\n"
            + "  \"rounds\": 200,\n"
            + "  \"micros\": 1.5,\n"
            + "  \"ok\": true,\n"
            + "  \"note\": \"a \\\"quoted\\\"\\u000aline\"\n"
            + "}\n");
  }

  @Test
  void refuses_numbers_that_json_does_not_have() {
    assertThatThrownBy(() -> Evidence.of(module, "speed").put("micros", Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("micros");
  }
}
