package io.harden4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostileEvidenceTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "C09_a_lone_surrogate | [C09]",
        "C01_and_C09_never_reach_a_guard | [C01, C09]",
        "E04, E05: an image | [E04, E05]",
        "C03 and C07: 10 | [C03, C07]",
        "A15 POSTGRESQL | [A15]",
        "G4 seed 1 | [G4]",
        "F22: F23 | [F22]",
        "F30 | [F30]",
        "A_test_of_A15 | []",
        "H01_is_no_group | []",
        "C123_is_no_id | []"
      })
  void the_ids_of_cases_stand_at_the_beginning_of_a_name(String name, String ids) {
    assertThat(HostileEvidence.idsOf(name)).hasToString(ids);
  }
}
