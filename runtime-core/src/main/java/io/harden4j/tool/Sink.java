package io.harden4j.tool;

/** What a call of a tool does to the world, declared from what the tool is. From harmless to grave. */
public enum Sink {
  /** Reads inside the principal's own tenant. */
  READ,
  /** Reads from an address that the arguments choose: data can leave by it. */
  READ_EGRESS,
  /** Changes something that only this tenant sees and that can be undone. */
  WRITE_LOCAL,
  /** Sends or publishes something. */
  WRITE_EXTERNAL,
  /** Costs money or books something. */
  SPEND,
  /** Removes something. */
  DELETE,
  /** Gives somebody a right. */
  GRANT,
  /** Runs code or commands. */
  EXECUTE;

  /** Says whether a call leaves the world as it was. */
  public boolean isRead() {
    return this == READ || this == READ_EGRESS;
  }
}
