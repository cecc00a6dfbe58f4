package io.harden4j.observability.internal;

/**
 * Why an observation failed.
 *
 * @param type    class name of the error
 * @param message what may be said about it
 */
public record Fault(String type, String message) {}
