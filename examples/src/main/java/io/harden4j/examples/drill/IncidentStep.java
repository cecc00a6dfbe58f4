package io.harden4j.examples.drill;

/** The steps of the drill, in order and in the words of {@code docs/incident-response.md}. */
enum IncidentStep {
  NOTICE(1, "Notice"),
  STOP(2, "Engage the kill switch for the smallest scope"),
  LOOK(3, "Look at the run"),
  VERIFY(4, "Verify the trail"),
  PACK(5, "Export the incident pack"),
  CORRECT(6, "Correct the policy, and try it on what the run did"),
  LIFT(7, "Lift the switch and resume"),
  ERASE(8, "Erase what somebody may demand");

  private final int number;
  private final String title;

  IncidentStep(int number, String title) {
    this.number = number;
    this.title = title;
  }

  String title() {
    return number + ". " + title;
  }
}
