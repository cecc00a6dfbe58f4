package io.harden4j.cli.architecture.sample.direction.right;

/** A sibling. */
public final class Right {}
