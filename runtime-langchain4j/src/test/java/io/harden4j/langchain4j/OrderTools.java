package io.harden4j.langchain4j;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import io.harden4j.effect.TransientException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Order tools that remember what was done. */
class OrderTools {
  final List<String> calls = new CopyOnWriteArrayList<>();
  final List<String> keys = new CopyOnWriteArrayList<>();
  final AtomicInteger failuresToCome = new AtomicInteger();

  @Tool("Finds an order by its number")
  String find_order(@P("number of the order") int id) {
    calls.add("find_order " + id);
    if (failuresToCome.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      throw new TransientException("the database is busy", null);
    }
    return "order " + id + ": shipped, 40 EUR";
  }

  @Tool("Pays an order back")
  String refund(
      @P("number of the order") int id,
      @P("account to pay to") String iban,
      @P("amount in EUR") double amount,
      @IdempotencyKey String key) {
    calls.add("refund " + id);
    keys.add(key);
    return "paid " + amount + " to " + iban;
  }
}
