package io.harden4j.run;

import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.PayloadAddress;
import io.harden4j.checkpoint.PayloadVault;
import io.harden4j.checkpoint.Spent;
import io.harden4j.effect.PriceTable;
import io.harden4j.effect.Usage;

/** What recorded effects cost, read back from the journal. Attempts that failed before the recorded one are not in it. */
final class RecordedCosts {
  private static final String MODEL = "model:";
  private static final String TOOL = "tool:";

  private RecordedCosts() {}

  static Spent add(Spent spent, EffectRecord effect, PayloadVault vault, PriceTable prices) {
    String name = effect.key().name();
    if (name.startsWith(TOOL)) {
      return new Spent(
          spent.steps(),
          spent.modelCalls(),
          spent.toolCalls() + 1,
          spent.inputTokens(),
          spent.outputTokens(),
          spent.microMoney(),
          spent.wallMillis());
    }
    Payload result = effect.result();
    if (result == null) {
      return spent;
    }
    if (name.startsWith(EmbeddingCall.PREFIX)) {
      return embedded(spent, effect, result, vault, prices);
    }
    if (!name.startsWith(MODEL)) {
      return spent;
    }
    Usage usage = ModelRequests.usage(vault
        .open(new PayloadAddress.EffectResult(effect.key()), ModelRequests.CODEC, result)
        .value());
    long money = prices.microMoney(model(name, MODEL), usage).orElse(0L);
    return new Spent(
        spent.steps(),
        spent.modelCalls() + 1,
        spent.toolCalls(),
        spent.inputTokens() + usage.inputTokens(),
        spent.outputTokens() + usage.outputTokens(),
        spent.microMoney() + money,
        spent.wallMillis());
  }

  private static Spent embedded(
      Spent spent, EffectRecord effect, Payload result, PayloadVault vault, PriceTable prices) {
    long tokens = vault
        .open(new PayloadAddress.EffectResult(effect.key()), EmbeddingCall.CODEC, result)
        .value()
        .inputTokens();
    String model = model(effect.key().name(), EmbeddingCall.PREFIX);
    return new Spent(
        spent.steps(),
        spent.modelCalls(),
        spent.toolCalls(),
        spent.inputTokens() + tokens,
        spent.outputTokens(),
        spent.microMoney() + prices.microMoney(model, new Usage(tokens, 0)).orElse(0L),
        spent.wallMillis());
  }

  private static String model(String recordedName, String prefix) {
    return OuterEffects.ownName(recordedName).substring(prefix.length());
  }
}
