package io.harden4j.ollama;

/** A run must not start with this model on this server; the message says why and what to do next. */
public final class PreflightRefusedException extends OllamaException {
  private static final long serialVersionUID = 1L;

  private final String check;
  private final String next;

  PreflightRefusedException(PreflightResult result, PreflightCheck refusal) {
    super(message(result, refusal));
    this.check = refusal.name();
    this.next = refusal.next();
  }

  /** Name of the check that refused. */
  public String check() {
    return check;
  }

  /** What to run or change. */
  public String next() {
    return next;
  }

  private static String message(PreflightResult result, PreflightCheck refusal) {
    String arithmetic = refusal.name().equals(PreflightRun.MEMORY)
        ? result.plan().map(plan -> "\n" + plan.arithmetic() + "\n").orElse(" ")
        : " ";
    return result.model() + " cannot run: " + refusal.text() + "." + arithmetic + "Next: "
        + refusal.next();
  }
}
