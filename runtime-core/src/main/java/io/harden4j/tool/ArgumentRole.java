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
  SECRET
}
