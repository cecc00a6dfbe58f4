package io.harden4j.guard.audit;

import io.harden4j.tool.GuardRequest;

/**
 * A call that was decided on, with what was known of it then.
 *
 * @param id      names it: the run, and its place in what it was read from
 * @param request what was decided on
 * @param verdict {@code ALLOW}, {@code ASK} or {@code DENY}, as it was decided then
 * @param rule    rule that decided then
 */
public record RecordedCall(String id, GuardRequest request, String verdict, String rule) {}
