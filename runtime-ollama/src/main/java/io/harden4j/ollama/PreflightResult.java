package io.harden4j.ollama;

import io.harden4j.ollama.capacity.MemoryPlan;
import io.harden4j.run.Preflight;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a preflight found, check by check.
 *
 * @param model the model that was asked for
 * @param checks in the order they were made; those after a refusal were not made; copied
 * @param memoryPlan the arithmetic of the memory check; null if it was not reached
 */
public record PreflightResult(
    String model, List<PreflightCheck> checks, @Nullable MemoryPlan memoryPlan) {
  /** Copies the checks. */
  public PreflightResult {
    checks = List.copyOf(checks);
  }

  /** The arithmetic of the memory check; empty if it was not reached. */
  public Optional<MemoryPlan> plan() {
    return Optional.ofNullable(memoryPlan);
  }

  /** Whether a run may start. */
  public boolean ok() {
    return refusal().isEmpty();
  }

  /** The check that refuses a run; empty if none does. */
  public Optional<PreflightCheck> refusal() {
    return first(PreflightCheck.Outcome.REFUSE);
  }

  /** The first warning; empty if there is none. */
  public Optional<PreflightCheck> warning() {
    return first(PreflightCheck.Outcome.WARN);
  }

  /** One line a check, then the memory's arithmetic if there is one, then what to do. Ends with a line break. */
  public String render() {
    StringBuilder text = new StringBuilder();
    for (PreflightCheck check : checks) {
      text.append(String.format(
          Locale.ROOT,
          "%-7s %-9s %s\n",
          check.outcome().name().toLowerCase(Locale.ROOT),
          check.name(),
          check.text()));
    }
    plan().ifPresent(plan -> text.append(plan.arithmetic().indent(8)));
    for (PreflightCheck check : checks) {
      if (!check.next().isEmpty()) {
        text.append("next    ").append(check.next()).append("\n");
      }
    }
    return text.toString();
  }

  Preflight.Finding finding() {
    List<String> details = render().lines().toList();
    return refusal()
        .map(check -> new Preflight.Finding(Preflight.Verdict.REFUSE, reason(check), details))
        .or(() -> warning()
            .map(check -> new Preflight.Finding(Preflight.Verdict.WARN, reason(check), details)))
        .orElseGet(() -> new Preflight.Finding(Preflight.Verdict.OK, model + " can run", details));
  }

  private String reason(PreflightCheck check) {
    String verb =
        check.outcome() == PreflightCheck.Outcome.REFUSE ? " cannot run: " : " can run, but: ";
    return model + verb + check.text() + (check.next().isEmpty() ? "" : ". Next: " + check.next());
  }

  private Optional<PreflightCheck> first(PreflightCheck.Outcome outcome) {
    return checks.stream().filter(check -> check.outcome() == outcome).findFirst();
  }
}
