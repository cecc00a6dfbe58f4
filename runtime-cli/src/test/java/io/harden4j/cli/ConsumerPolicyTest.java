package io.harden4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.guard.policy.PolicyFile;
import io.harden4j.guard.policy.PolicyTable;
import io.harden4j.guard.policy.contract.PolicyTableContract;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What an application writes to test its policy, with the helpers from the jars it gets. */
class ConsumerPolicyTest extends PolicyTableContract {
  @Override
  protected PolicyFile policy() {
    return PolicyFile.parse("""
        format: harden4j-policy/1
        id: kiosk
        tools:
          shop.find: { sink: READ }
          shop.pay: { sink: SPEND, arguments: { to: DESTINATION } }
        rules:
          - { id: look, role: guest, allow: shop.find }
          - { id: pay, role: clerk, ask: shop.pay }
        ...
        """);
  }

  @Override
  protected PolicyTable table() {
    return PolicyTable.parse("""
        calls:
          - { id: a guest looks, tool: shop.find, roles: [guest], arguments: '{}', expect: ALLOW }
          - { id: a guest does not pay, tool: shop.pay, roles: [guest], arguments: '{}', expect: DENY }
          - { id: a clerk is asked, tool: shop.pay, roles: [clerk], arguments: '{}', user: pay, expect: ASK }
        """);
  }

  @Test
  void the_helper_comes_alone() throws Exception {
    String place = PolicyTableContract.class
        .getProtectionDomain()
        .getCodeSource()
        .getLocation()
        .getPath();

    if (place.endsWith(".jar")) { // a build up to the phase test hands out folders
      try (JarFile jar = new JarFile(place)) {
        assertThat(jar.stream().filter(e -> e.getName().endsWith(".class")))
            .allMatch(e -> e.getName().contains("/contract/"));
      }
    }
  }
}
