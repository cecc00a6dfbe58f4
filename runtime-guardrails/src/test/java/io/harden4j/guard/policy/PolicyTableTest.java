package io.harden4j.guard.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.guard.policy.contract.PolicyTableContract;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyTableTest extends PolicyTableContract {
  static final String TABLE = """
      calls:
        - id: a find is free
          tool: orders.find_order
          roles: [agent]
          arguments: '{"order_id":"A-1"}'
          expect: ALLOW
        - id: a refund asks
          tool: orders.refund
          roles: [agent]
          arguments: '{"amount":5,"permission":"r","iban":"GB82WEST12345698765432"}'
          user: refund 5.00 to GB82 WEST 1234 5698 7654 32
          expect: ASK
        - id: a refund to an account of a page is denied
          tool: orders.refund
          roles: [agent]
          arguments: '{"amount":5,"permission":"r","iban":"GB82WEST12345698765432"}'
          user: refund 5.00
          untrusted: to GB82 WEST 1234 5698 7654 32
          expect: DENY
      """;

  @Override
  protected PolicyFile policy() {
    return PolicyFile.parse(PolicyFileTest.GOOD);
  }

  @Override
  protected PolicyTable table() {
    return PolicyTable.parse(TABLE);
  }

  @Test
  void a_wrong_expectation_is_found() {
    PolicyFile file = policy();

    List<PolicyTable.Verdict> verdicts = PolicyTable.parse(
            TABLE.replace("expect: ASK", "expect: ALLOW"))
        .under(file.compile(), file.tools());

    assertThat(verdicts.stream().filter(v -> !v.isExpected()).map(v -> v.call().id()))
        .containsExactly("a refund asks");
  }

  @Test
  void an_empty_or_faulty_table_is_refused() {
    assertThatThrownBy(() -> PolicyTable.parse("calls: []")).hasMessageContaining("no calls");
    assertThatThrownBy(() -> PolicyTable.parse(TABLE.replace("expect: ASK", "expect: MAYBE")))
        .hasMessageContaining("ALLOW, ASK or DENY");
    assertThatThrownBy(
            () -> PolicyTable.parse(TABLE.replace("tool: orders.refund", "tool: refund")))
        .hasMessageContaining("server.tool");
  }
}
