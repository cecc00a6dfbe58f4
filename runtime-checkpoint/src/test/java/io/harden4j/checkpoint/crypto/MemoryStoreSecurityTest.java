package io.harden4j.checkpoint.crypto;

import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.InMemoryCheckpointStore;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Owner;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** A store in memory has no bytes to look at from outside: what a reader and a rekey come by stands for them. */
class MemoryStoreSecurityTest extends CipherSecurity {
  private final InMemoryCheckpointStore store = new InMemoryCheckpointStore(clock());

  @Override
  protected CheckpointStore open() {
    return store;
  }

  @Override
  protected byte[] raw() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String tenant : List.of("acme", "globex", "open")) {
      for (CheckpointInfo info : store.list(CheckpointQuery.heads(tenant)).items()) {
        all.writeBytes(
            store.get(info.ref()).orElseThrow().toString().getBytes(StandardCharsets.UTF_8));
        Lease lease = store
            .acquire(info.ref().thread(), Owner.thisProcess("raw"), Duration.ofSeconds(30))
            .orElseThrow();
        store.reencrypt(lease, (address, there) -> {
          all.writeBytes(there.bytes());
          return there;
        });
        store.release(lease);
      }
    }
    return all.toByteArray();
  }
}
