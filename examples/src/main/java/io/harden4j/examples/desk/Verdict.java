package io.harden4j.examples.desk;

/** What follows from checking a draft. */
enum Verdict {
  /** It may be sent. */
  SEND,
  /** It may be sent once a human has decided on its refund. */
  REFUND_FIRST,
  /** The model writes it again and is told what was wrong. */
  AGAIN,
  /** The model had its chances: a human writes the answer. */
  HAND_OVER
}
