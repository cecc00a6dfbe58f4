package io.harden4j.examples.desk;

/** Why the shop pays money back: the rows of the handbook's table. A closed list, so a model cannot invent one. */
enum RefundReason {
  RETURN("return within 30 days"),
  WITHDRAWAL("withdrawal of the whole order"),
  DAMAGED_ON_ARRIVAL("damaged on arrival"),
  LOST_PARCEL("parcel declared lost"),
  LATE_PARCEL("late parcel"),
  RECALL("recall");

  private final String text;

  RefundReason(String text) {
    this.text = text;
  }

  /** Returns what is written on the refund. */
  String text() {
    return text;
  }
}
