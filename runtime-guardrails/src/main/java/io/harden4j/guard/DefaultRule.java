package io.harden4j.guard;

import java.util.Locale;

/** The rules that hold without being written down. Each can be switched off by {@link GuardBuilder#without}, and then the policy says so. */
public enum DefaultRule {
  /** The thread belongs to the principal's tenant; else denied. */
  SAME_TENANT,
  /** A tool that GRANTs or EXECUTEs is permitted by its full name only: a wildcard never covers it. */
  NO_WILDCARD_ON_GRAVE_SINK,
  /** No argument, at any depth, is called tenant, principal, role, policy, approval or label: the runtime knows these. */
  RESERVED_ARGUMENT,
  /** No key is called {@code __proto__}, {@code constructor} or {@code prototype}: servers in JavaScript trip over them. */
  POLLUTING_KEY,
  /** An argument that decides whom or what a call hits is one plain value: no object, no invisible character, no list in a text, no look-alike domain. */
  PLAIN_ARGUMENT,
  /** What GRANTs a right or EXECUTEs code always asks. */
  GRAVE_SINK_ASKS,
  /** Under untrusted control no SECRET argument leaves; one that the user wrote himself, to a tool that always asks, is asked about. */
  SECRET_STAYS,
  /**
   * Under untrusted control each DESTINATION, IDENTIFIER, URL, PATH and AMOUNT of a consequential call comes from the user or a trusted tool; else it
   * asks, and a SPEND to a destination nobody trusted named is denied.
   */
  GROUNDED_ARGUMENT,
  /** Under untrusted control a consequential call that names no destination, id, path or link asks: nothing ties it to what the user wanted. */
  NO_DESTINATION,
  /** Under untrusted control what a SPEND or a DELETE hits was chosen by the user: that a trusted tool lists it does not suffice. */
  TARGET_BY_USER,
  /** Under untrusted control a local write hits or makes what the user named; else it asks. */
  LOCAL_WRITE,
  /** Under untrusted control no text that is written or sent holds a link to a place that only untrusted text names. */
  FOREIGN_LINK,
  /** What leaves by an external sink may be seen by whoever receives it, unless the user wrote it himself; else it asks, and what nobody may see is denied. */
  CONFIDENTIAL,
  /**
   * A run that holds untrusted and private text at once asks before it does anything that reaches somebody who may not see the private text, unless the user
   * wrote or chose every argument himself.
   */
  RULE_OF_TWO;

  /** Returns the stable id in traces and in the audit trail, such as {@code grounded-argument}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
