package io.harden4j.checkpoint.jdbc;

/** What went wrong in a database, by what is to be done about it. */
enum Trouble {
  /** Another transaction was in the way: nothing was written, the same again may succeed. */
  CONFLICT(true, ""),
  /** The connection is gone or cannot be made. */
  LOST(true, "Check that the database runs and can be reached; the call can be made again then"),
  /** The login was refused. */
  LOGIN(false, "The database refused the login: correct user and password of the connection"),
  /** The database or a table is not there. */
  MISSING(
      false,
      "Something the store needs is not in the database: check the name of the database and the search path of the connection"),
  /** The user may not do this. */
  DENIED(
      false,
      "The database user lacks a right: grant it, or let an owner create the schema (see docs/operations.md)"),
  /** There is no space left. */
  FULL(false, "The disk of the database is full: nothing was written. Free space and try again"),
  /** The data on disk is damaged. */
  DAMAGED(false, "The database is damaged: restore it from a backup"),
  /** Anything else. */
  OTHER(false, "See the cause");

  private final boolean passing;
  private final String advice;

  Trouble(boolean passing, String advice) {
    this.passing = passing;
    this.advice = advice;
  }

  /** Says whether it may be over in a moment. */
  boolean isPassing() {
    return passing;
  }

  String advice() {
    return advice;
  }
}
