package io.harden4j.testkit;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.InMemoryCheckpointStore;

class InMemoryCheckpointStoreTest extends CheckpointStoreContract {
  private final CheckpointStore store = new InMemoryCheckpointStore(clock());

  @Override
  protected CheckpointStore open() {
    return store;
  }
}
