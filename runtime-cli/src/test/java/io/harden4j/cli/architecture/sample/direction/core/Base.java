package io.harden4j.cli.architecture.sample.direction.core;

import io.harden4j.cli.architecture.sample.direction.left.Left;

/** Breaks the direction: core must not know who uses it. */
public class Base {
  @Override
  public String toString() {
    return Left.class.getSimpleName();
  }
}
