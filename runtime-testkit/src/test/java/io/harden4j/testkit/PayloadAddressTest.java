package io.harden4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.PayloadAddress;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.TaskId;
import io.harden4j.checkpoint.TaskKey;
import io.harden4j.checkpoint.ThreadKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two places never have the same authenticated data. */
class PayloadAddressTest {
  private static final List<String> NAMES =
      List.of("a", "1:a", "a#0", "spawn", "\uD800", "\uDC00", "?", "\u00fc", "input");

  @Test
  void different_addresses_have_different_bytes() {
    Map<String, PayloadAddress> seen = new LinkedHashMap<>();
    for (PayloadAddress address : addresses()) {
      String bytes = HexFormat.of().formatHex(address.encoded());
      PayloadAddress other = seen.put(bytes, address);
      assertThat(other).as("has the bytes of %s", address).isIn(null, address);
    }
    assertThat(seen).hasSizeGreaterThan(1_000);
  }

  @Test
  void every_address_says_whose_it_is() {
    for (PayloadAddress address : addresses()) {
      assertThat(address.describe()).contains("tenant '" + address.tenant() + "'");
    }
  }

  private static List<PayloadAddress> addresses() {
    List<PayloadAddress> all = new ArrayList<>();
    for (String x : NAMES) {
      for (String y : NAMES) {
        ThreadKey thread = new ThreadKey("acme", x);
        TaskId id = new TaskId(x, y, "", 1);
        TaskKey task = new TaskKey(thread, "main", id, 0);
        EffectKey effect = new EffectKey(task, x, y, 0);
        all.add(new PayloadAddress.Key(thread, "", x, y, 1));
        all.add(new PayloadAddress.Key(new ThreadKey(x, y), "", "", "k", 11));
        all.add(PayloadAddress.ofInput(thread, id));
        all.add(PayloadAddress.ofControl(thread, id));
        all.add(PayloadAddress.ofBarrier(thread, x, y));
        all.add(PayloadAddress.ofWrite(task, y, 0));
        all.add(PayloadAddress.ofWrite(task, y, 1));
        all.add(PayloadAddress.ofSpawnedInput(task, 0));
        all.add(PayloadAddress.ofSpawnedControl(task, 0));
        all.add(new PayloadAddress.EffectRequest(effect));
        all.add(new PayloadAddress.EffectResult(effect));
        all.add(new PayloadAddress.QuestionText(new QuestionId(x, y)));
        all.add(new PayloadAddress.AnswerText(new QuestionId(x, y)));
      }
    }
    return all;
  }
}
