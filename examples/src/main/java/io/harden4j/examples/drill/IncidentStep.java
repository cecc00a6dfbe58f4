package io.harden4j.examples.drill;

/** The steps of the drill, in order and in the words of {@code docs/incident-response.md}. */
enum IncidentStep {
  NOTICE("Notice"),
  STOP("Engage the kill switch for the smallest scope"),
  LOOK("Look at the run"),
  VERIFY("Verify the trail"),
  PACK("Export the incident pack"),
  CORRECT("Correct the policy, and try it on what the run did"),
  LIFT("Lift the switch and resume"),
  ERASE("Erase what somebody may demand");

  private final String title;

  IncidentStep(String title) {
    this.title = title;
  }

  String title() {
    return ordinal() + 1 + ". " + title;
  }
}
