package io.harden4j.observability;

import io.harden4j.observability.internal.Facts;
import io.harden4j.observe.ObservedKeys;
import java.math.BigDecimal;

/**
 * Tokens and money of one model call. Only model and embedding calls come here: a parent that repeated them would be counted again. The buckets are disjoint,
 * whole and not negative, because Langfuse drops the usage of a span in which one is not.
 */
final class UsageDetails {
  private static final int MICRO = 6;

  private UsageDetails() {}

  static void write(FactWriter out, Facts facts, Profile profile) {
    long input = Math.max(0, facts.number(ObservedKeys.INPUT_TOKENS).orElse(0));
    long output = Math.max(0, facts.number(ObservedKeys.OUTPUT_TOKENS).orElse(0));
    out.skip(ObservedKeys.INPUT_TOKENS, ObservedKeys.OUTPUT_TOKENS, ObservedKeys.MICRO_MONEY);
    if (input + output > 0) {
      out.put(Names.INPUT_TOKENS, input).put(Names.OUTPUT_TOKENS, output);
      if (profile == Profile.LANGFUSE) {
        out.put(Names.LF_USAGE, "{\"input\":" + input + ",\"output\":" + output + "}");
      }
    }
    facts
        .number(ObservedKeys.MICRO_MONEY)
        .ifPresent(micro -> cost(out, Math.max(0, micro), profile));
  }

  private static void cost(FactWriter out, long micro, Profile profile) {
    out.put(Names.COST, micro);
    if (profile == Profile.LANGFUSE) {
      String money = BigDecimal.valueOf(micro, MICRO).stripTrailingZeros().toPlainString();
      out.put(Names.LF_COST, "{\"total\":" + money + "}");
    }
  }
}
