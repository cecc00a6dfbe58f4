package io.harden4j.effect.internal;

import io.harden4j.observe.Observation;

/**
 * One attempt of an effect.
 *
 * @param number         1 first
 * @param idempotencyKey the same for every attempt
 * @param span           observation of this attempt
 */
public record Attempt(int number, String idempotencyKey, Observation span) {}
