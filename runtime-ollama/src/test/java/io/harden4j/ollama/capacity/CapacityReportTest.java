package io.harden4j.ollama.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CapacityReportTest {
  private final ModelShape big = ModelShapes.shipped().get("llama3.3:70b");
  private final ModelShape small = ModelShapes.shipped().get("llama3.1:8b");

  @Test
  void refuses_a_70b_model_on_a_small_host_and_shows_the_sum() {
    CapacityReport report =
        CapacityReport.of(big, ContextSize.parse("32k"), 1, Host.ofRam(Bytes.ofGib(16), 8));

    assertThat(report.holds()).isFalse();
    assertThat(report.render())
        .startsWith("# llama3.3:70b: NO")
        .contains("80 full layers x 32768 tokens x 1 slot x 8 heads x (128 + 128) x 2 B")
        .contains("| KV cache | 10.00 | assumed |")
        .contains("No context makes it fit");
  }

  @Test
  void says_which_context_would_fit() {
    Host host = Host.ofRam(Bytes.ofGib(16), 8);

    CapacityReport report = CapacityReport.of(small, ContextSize.parse("128k"), 1, host);

    assertThat(report.plan().verdict()).isEqualTo(Verdict.NO);
    assertThat(report.advice())
        .anySatisfy(line -> assertThat(line).contains("Largest context that the host can hold"));
    assertThat(report.advice()).anySatisfy(line -> assertThat(line).contains("q8_0"));
  }

  @Test
  void answers_only_what_it_was_given_the_numbers_for() {
    String text =
        CapacityReport.of(small, 8192, 1, Host.ofRam(Bytes.ofGib(64), 8)).render();

    assertThat(text)
        .contains("FITS")
        .contains("No service level is stated")
        .doesNotContain("tok/s")
        .doesNotContain("cost");
  }

  @Test
  void adds_speed_wait_and_cost_with_their_origins() {
    String text = CapacityReport.builder(small, Demand.of(8192), Host.ofRam(Bytes.ofGib(64), 8))
        .bandwidth(51.2e9)
        .workload(ServiceTime.assumed(Duration.ofSeconds(20)), Duration.ofSeconds(432))
        .pricePerHour(new BigDecimal("1.20"))
        .build()
        .render();

    assertThat(text)
        .contains("speed of one stream at a full context (assumed)")
        .contains("service time is assumed")
        .contains("144.00 per 1,000 runs");
  }

  @Test
  void states_no_speed_wait_or_cost_of_a_model_that_cannot_run() {
    String text = CapacityReport.builder(big, Demand.of(8192), Host.ofRam(Bytes.ofGib(16), 8))
        .bandwidth(51.2e9)
        .workload(ServiceTime.measured(Duration.ofSeconds(20)), Duration.ofSeconds(432))
        .pricePerHour(new BigDecimal("1.20"))
        .build()
        .render();

    assertThat(text).doesNotContain("tok/s").doesNotContain("p95").doesNotContain("1,000 runs");
  }

  @Test
  void a_price_without_a_workload_is_refused() {
    CapacityReport.Builder builder = CapacityReport.builder(
            small, Demand.of(8192), Host.ofRam(Bytes.ofGib(64), 8))
        .pricePerHour(BigDecimal.ONE);

    assertThatThrownBy(builder::build).hasMessageContaining("workload");
  }
}
