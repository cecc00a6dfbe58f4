package io.harden4j.tool;

/** What an argument of a tool means for security. Policies speak about roles, not about names. */
public enum ArgumentRole {
  /** Who receives something: an address, an account, a channel. */
  DESTINATION,
  /** Which thing is meant: an order, a file, a record. */
  IDENTIFIER,
  /** Free text or data. */
  CONTENT,
  /** A query in a language, such as SQL. */
  QUERY,
  /** A file path. */
  PATH,
  /** An address that is fetched or shown. */
  URL,
  /** An amount of money or of things. */
  AMOUNT,
  /** A secret. */
  SECRET,
  /** What a thing is called or will be called: a title, a name of a new file. Says what a call is about, but not whom it reaches. */
  NAME,
  /** A date, a time or a span of time. Anything else in it counts as CONTENT. */
  TIME,
  /** One of a few fixed values that the tool's schema lists. Carries no text. */
  CHOICE
}
