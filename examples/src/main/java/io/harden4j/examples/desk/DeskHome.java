package io.harden4j.examples.desk;

import io.harden4j.examples.orders.OrderDatabase;
import java.nio.file.Path;

/**
 * The folder in which the desk keeps everything: orders, checkpoints, audit trail, traces.
 *
 * @param folder made at the first start
 */
record DeskHome(Path folder) {
  /** Makes the order database if it is not there. */
  DeskHome prepare() {
    OrderDatabase.createIfMissing(database());
    return this;
  }

  Path database() {
    return folder.resolve("orders.db");
  }

  Path checkpoints() {
    return folder.resolve("checkpoints");
  }

  Path audit() {
    return folder.resolve("audit");
  }

  Path traces() {
    return folder.resolve("traces");
  }
}
