package io.harden4j.testkit;

import io.harden4j.checkpoint.ControlStore;
import io.harden4j.checkpoint.InMemoryControlStore;

class InMemoryControlStoreTest extends ControlStoreContract {
  private final ControlStore store = new InMemoryControlStore();

  @Override
  protected ControlStore open() {
    return store;
  }
}
