package io.harden4j.cli;

import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.Page;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.checkpoint.file.FileCheckpointStore;
import io.harden4j.identity.Ids;
import io.harden4j.identity.Tenant;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.Inbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A store in a directory, seen by one tenant. Has no graphs, so it can look and answer, not run. */
final class OpenStore implements AutoCloseable {
  /** Options that every command with a store has. */
  static final Set<String> OPTIONS = Set.of("store", "tenant");

  private final CheckpointStore store;
  private final AgentRuntime runtime;
  private final Tenant tenant;

  private OpenStore(CheckpointStore store, Tenant tenant) {
    this.store = store;
    this.tenant = tenant;
    this.runtime = AgentRuntime.builder().checkpoints(store).name("harden4j").build();
  }

  /** Opens the store a user named, which has to be there. @throws UsageException if it is not */
  static OpenStore of(Arguments arguments) {
    Path folder = Arguments.path(arguments.required("store"));
    Tenant tenant = Tenant.of(arguments.required("tenant"));
    if (!Files.isDirectory(folder.resolve("locks"))) {
      throw new UsageException("there is no checkpoint store in '" + Shown.line(folder.toString())
          + "'; --store names the directory that FileCheckpointStore.open(...) was given");
    }
    return new OpenStore(FileCheckpointStore.open(folder), tenant);
  }

  CheckpointStore store() {
    return store;
  }

  Inbox inbox() {
    return runtime.inbox();
  }

  String tenant() {
    return tenant.id();
  }

  ThreadKey thread(String id) {
    return new ThreadKey(tenant.id(), Ids.require("thread", id));
  }

  /** Lists the newest checkpoints a query finds, page by page, at most so many and one more, which tells that there are more. */
  List<CheckpointInfo> list(CheckpointQuery query, long limit) {
    List<CheckpointInfo> found = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      Page<CheckpointInfo> page =
          store.list(query.page(cursor, (int) Math.min(1000, limit + 1 - found.size())));
      found.addAll(page.items());
      cursor = page.next();
    } while (cursor != null && found.size() <= limit);
    return found;
  }

  NotFoundException unknown(ThreadKey thread) {
    return new NotFoundException("tenant '" + tenant + "' has no thread '" + thread.threadId()
        + "' in this store; 'harden4j threads' lists those there are");
  }

  @Override
  public void close() {
    runtime.close();
    store.close();
  }
}
