package io.harden4j.ollama.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RunCostTest {
  private final ServiceTime service = ServiceTime.assumed(Duration.ofSeconds(20));

  @Test
  void rented_capacity_costs_what_the_worked_example_says() {
    RunCost cost = RunCost.elastic(new BigDecimal("1.20"), service, 1, 0.6);

    assertThat(cost)
        .isInstanceOfSatisfying(
            RunCost.Priced.class,
            priced -> assertThat(priced.per1000Runs()).isEqualByComparingTo("11.11"));
  }

  @Test
  void a_box_that_is_kept_on_costs_what_the_worked_example_says() {
    RunCost cost = RunCost.alwaysOn(new BigDecimal("864"), 6000, service, 1);

    assertThat(cost.text()).startsWith("144.00 per 1,000 runs").contains("service time assumed");
  }

  @Test
  void work_that_the_box_cannot_do_has_no_price() {
    RunCost cost = RunCost.alwaysOn(new BigDecimal("864"), 30 * 24 * 180, service, 1);

    assertThat(cost).isInstanceOf(RunCost.Refused.class);
    assertThat(cost.text()).contains("UNSTABLE");
    assertThat(RunCost.elastic(BigDecimal.ONE, service, 1, 1.0))
        .isInstanceOf(RunCost.Refused.class);
  }

  @Test
  void refuses_a_negative_price_and_a_month_without_runs() {
    assertThatThrownBy(() -> RunCost.alwaysOn(new BigDecimal("-1"), 10, service, 1))
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> RunCost.alwaysOn(BigDecimal.TEN, 0, service, 1))
        .hasMessageContaining("at least one run");
  }
}
