package io.harden4j.ollama.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceLevelTest {
  @ParameterizedTest(name = "{0} slots, {1} s each, one run every {2} s")
  @CsvSource({
    "1, 20, 60, 33, 10,  57",
    "1, 20, 30, 67, 40,  155",
    "2, 26, 30, 43, 6,   38",
    "4, 40, 30, 33, 0.8, 0.5",
  })
  void agrees_with_the_worked_table(
      int slots, int service, int every, int busy, double mean, double p95) {
    ServiceLevel level =
        ServiceLevel.of(seconds(every), ServiceTime.measured(seconds(service)), slots);

    assertThat(level).isInstanceOfSatisfying(ServiceLevel.Steady.class, steady -> {
      assertThat(steady.utilisation() * 100).isCloseTo(busy, within(0.5));
      assertThat(steady.meanWait().toMillis() / 1e3)
          .isCloseTo(mean, within(Math.max(0.05, mean * 0.05)));
      assertThat(steady.p95Wait().toMillis() / 1e3)
          .isCloseTo(p95, within(Math.max(0.06, p95 * 0.01)));
    });
  }

  @Test
  void states_no_p95_once_the_work_comes_as_fast_as_it_is_done() {
    ServiceLevel level = ServiceLevel.of(seconds(20), ServiceTime.measured(seconds(20)), 1);

    assertThat(level).isInstanceOf(ServiceLevel.Unstable.class);
    assertThat(level.text()).startsWith("UNSTABLE").contains("no p95 is stated");
    assertThatThrownBy(() -> new ErlangC(0.05, 20, 1).waitQuantile(0.95))
        .hasMessageContaining("UNSTABLE");
  }

  @Test
  void promises_nothing_on_an_assumed_service_time() {
    ServiceLevel assumed = ServiceLevel.of(seconds(60), ServiceTime.assumed(seconds(20)), 1);
    ServiceLevel measured = ServiceLevel.of(seconds(60), ServiceTime.measured(seconds(20)), 1);

    assertThat(assumed.text()).contains("measure runs on this host before you promise it");
    assertThat(measured.text()).doesNotContain("assumed");
  }

  @Test
  void the_recursion_equals_the_textbook_formula_and_survives_many_servers() {
    double load = 3.2;
    double sum = 1 + load + load * load / 2 + load * load * load / 6;
    double top = Math.pow(load, 4) / 24 * (4 / (4 - load));

    assertThat(new ErlangC(load, 1, 4).waitProbability())
        .isCloseTo(top / (sum + top), within(1e-12));
    assertThat(new ErlangC(950, 1, 1000).waitProbability()).isBetween(0.0, 1.0);
  }

  private static Duration seconds(int value) {
    return Duration.ofSeconds(value);
  }
}
