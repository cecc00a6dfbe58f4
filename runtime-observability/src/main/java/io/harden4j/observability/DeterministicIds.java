package io.harden4j.observability;

import io.harden4j.observability.internal.Facts;
import io.harden4j.observe.ObservedKeys;
import io.harden4j.observe.ObservedRun;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/** Ids that a second process computes alike: of a run's trace, of a segment's root and of a node's attempt. */
final class DeterministicIds {
  private static final int TRACE_ID_BYTES = 16;
  private static final int SPAN_ID_BYTES = 8;

  private DeterministicIds() {}

  /** Returns the first 16 bytes of the SHA-256 of the run's id. */
  static String trace(ObservedRun run) {
    return hash(run.run().value(), TRACE_ID_BYTES);
  }

  static String root(ObservedRun run) {
    return span("run", run.run().value(), Integer.toString(run.segment()));
  }

  /** Returns the id of a node's attempt, or empty if the facts do not name one. */
  static Optional<String> node(ObservedRun run, Facts facts) {
    OptionalLong step = facts.number(ObservedKeys.STEP);
    if (step.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(span(
        "node",
        run.run().value(),
        Integer.toString(run.segment()),
        facts.text(ObservedKeys.NAMESPACE),
        facts.node(),
        facts.text(ObservedKeys.TASK),
        Long.toString(step.getAsLong()),
        Long.toString(facts.number(ObservedKeys.ATTEMPT).orElse(1))));
  }

  /** The length before each part keeps apart what a separator inside a part could confuse. */
  private static String span(String... parts) {
    StringBuilder all = new StringBuilder();
    for (String part : parts) {
      all.append(part.length()).append(':').append(part);
    }
    return hash(all.toString(), SPAN_ID_BYTES);
  }

  private static String hash(String text, int bytes) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
