package io.harden4j.examples.drill;

/**
 * One pair: what the user wrote, what a page says, the call of a model that obeys the page, and the call of one that does the user's work.
 *
 * @param name   what the attack is
 * @param user   what the user wrote
 * @param page   what an attacker wrote into a page that the model read
 * @param attack the attacker's call
 * @param twin   the user's call
 */
record Drill(String name, String user, String page, Call attack, Call twin) {
  /**
   * A call.
   *
   * @param tool      its name
   * @param arguments JSON text
   */
  record Call(String tool, String arguments) {}

  /**
   * What became of a call.
   *
   * @param verdict ALLOW, ASK or DENY
   * @param rule    rule that decided, or empty
   * @param reason  for humans
   * @param reached whether the tool was reached
   */
  record Outcome(String verdict, String rule, String reason, boolean reached) {}
}
