package io.harden4j.cli.architecture.sample.direction.left;

import io.harden4j.cli.architecture.sample.direction.core.Base;
import io.harden4j.cli.architecture.sample.direction.right.Right;
import io.harden4j.cli.architecture.sample.direction.right.internal.Hidden;

/** Breaks the direction twice: it uses a sibling, and its internals. */
public final class Left extends Base {
  @Override
  public String toString() {
    return Right.class.getSimpleName() + Hidden.class.getSimpleName();
  }
}
