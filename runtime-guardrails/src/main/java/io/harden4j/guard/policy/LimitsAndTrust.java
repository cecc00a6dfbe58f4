package io.harden4j.guard.policy;

import static io.harden4j.guard.policy.ToolDocuments.orEmpty;

import io.harden4j.guard.ClosedType;
import io.harden4j.guard.GuardBuilder;
import io.harden4j.guard.policy.PolicyDocument.Limit;
import io.harden4j.guard.policy.PolicyDocument.Trusted;
import io.harden4j.guard.quota.Quota;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes quotas and endorsements into a builder. */
final class LimitsAndTrust {
  private final Places places;
  private final GuardBuilder builder;

  LimitsAndTrust(Places places, GuardBuilder builder) {
    this.places = places;
    this.builder = builder;
  }

  void quota(Limit limit) {
    String name = places.required(limit.name(), "quotas", "name");
    try {
      builder.quota(new Quota(
          name,
          places.constant(Quota.Scope.class, places.required(limit.scope(), name, "scope"), name),
          places.constant(Quota.Unit.class, places.required(limit.of(), name, "of"), name),
          places.required(limit.tools(), name, "tools"),
          places.required(limit.limit(), name, "limit"),
          Duration.parse(places.required(limit.window(), name, "window"))));
    } catch (DateTimeParseException e) {
      throw places.fault(
          name, 0, "the window of quota '" + name + "' is no duration; write it like PT1M or P1D");
    } catch (IllegalArgumentException e) {
      throw places.fault(name, 0, String.valueOf(e.getMessage()));
    }
  }

  void endorsement(Trusted trusted) {
    String name = places.required(trusted.name(), "endorsements", "name");
    long kinds = Stream.of(
            trusted.oneOf() != null,
            trusted.atLeast() != null || trusted.atMost() != null,
            trusted.earliest() != null || trusted.latest() != null)
        .filter(there -> there)
        .count();
    if (kinds > 1) {
      throw places.fault(
          name,
          0,
          "the endorsement '" + name
              + "' is of one closed type: oneOf, or atLeast and atMost, or earliest and latest");
    }
    ClosedType<?> type = type(name, trusted);
    if (type == null) {
      builder.endorse(name);
    } else {
      builder.endorse(name, type);
    }
  }

  private @Nullable ClosedType<?> type(String name, Trusted trusted) {
    if (trusted.oneOf() != null) {
      return ClosedType.oneOf(orEmpty(trusted.oneOf()).stream().distinct().toArray(String[]::new));
    }
    if (trusted.atLeast() != null || trusted.atMost() != null) {
      return ClosedType.number(
          places.required(trusted.atLeast(), name, "atLeast"),
          places.required(trusted.atMost(), name, "atMost"));
    }
    if (trusted.earliest() != null || trusted.latest() != null) {
      return ClosedType.date(
          day(name, places.required(trusted.earliest(), name, "earliest")),
          day(name, places.required(trusted.latest(), name, "latest")));
    }
    return null;
  }

  private LocalDate day(String name, String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw places.fault(
          name, 0, "'" + text + "' of '" + name + "' is no day; write it like \"2026-05-13\"");
    }
  }
}
