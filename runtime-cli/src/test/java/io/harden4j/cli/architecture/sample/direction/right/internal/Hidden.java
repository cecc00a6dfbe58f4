package io.harden4j.cli.architecture.sample.direction.right.internal;

/** Not for others. */
public final class Hidden {}
