package io.harden4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.CodecException;
import io.harden4j.checkpoint.CorruptCheckpointException;
import io.harden4j.checkpoint.JsonCodec;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.MissingKeyException;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.PayloadAddress;
import io.harden4j.checkpoint.PayloadCipher;
import io.harden4j.checkpoint.PayloadVault;
import io.harden4j.checkpoint.RekeyStore;
import io.harden4j.checkpoint.StateCodec;
import io.harden4j.checkpoint.StepCommit;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.label.Label;
import io.harden4j.run.RunResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Group K: what a store, a codec and a cipher promise together. Extend it for a store of yours and a cipher; runs of the engine write what is
 * looked for. JUnit makes a new instance for each test, so a field is a fresh backend.
 */
public abstract class SecurityContract {
  private static final String ACME = "acme";
  private static final String GLOBEX = "globex";

  private final MutableClock clock = MutableClock.create();
  private final List<CheckpointStore> opened = new ArrayList<>();

  /** Creates the contract for one test. */
  protected SecurityContract() {}

  /** Opens a store on this test's backend and {@link #clock()}. A store in memory returns the same store again. */
  protected abstract CheckpointStore open();

  /**
   * Returns a cipher that knows these keys of each tenant, and seals new values with the last one. The same tenant and id are the same key in each call,
   * different ones are different keys. No ids: the tenants have no keys.
   */
  protected abstract PayloadCipher cipher(List<String> tenants, String... keyIds);

  /** Returns all bytes that the backend holds: its files or its rows, names included. */
  protected abstract byte[] raw() throws IOException;

  /** Runs an action and returns what was logged meanwhile, at every level, with its exceptions. */
  protected abstract List<String> logged(Runnable action);

  /** Returns the clock that the store must use for leases and questions. */
  protected final MutableClock clock() {
    return clock;
  }

  @AfterEach
  final void closeStores() {
    opened.forEach(CheckpointStore::close);
  }

  private CheckpointStore store() {
    CheckpointStore store = open();
    opened.add(store);
    return store;
  }

  private SecretScene scene(PayloadCipher cipher) {
    return new SecretScene(store(), clock, cipher);
  }

  private PayloadCipher keys(String... ids) {
    return cipher(List.of(ACME, GLOBEX), ids);
  }

  /** Says whether the backend holds a text, in one of the forms in which it might. */
  private boolean holds(String text) throws IOException {
    String raw = new String(raw(), StandardCharsets.ISO_8859_1);
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return raw.contains(text)
        || raw.contains(
            new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.ISO_8859_1))
        || raw.contains(Base64.getEncoder().withoutPadding().encodeToString(utf8));
  }

  /** Returns what a call failed with, thrown or as the result of a run. */
  private static @Nullable Throwable failure(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowable(call);
  }

  private static void throwing(RunResult result) {
    if (result instanceof RunResult.Failed failed) {
      throw new IllegalStateException("failed", failed.error());
    }
  }

  private static @Nullable Throwable rootOf(@Nullable Throwable thrown) {
    Throwable t = thrown;
    while (t != null && t.getCause() != null && t instanceof IllegalStateException) {
      t = t.getCause();
    }
    return t;
  }

  private void assertThatNothingOpens(SecretScene scene, String tenant, String id, Class<?> error) {
    for (Throwable thrown : new Throwable[] {
      rootOf(failure(() -> scene.read(tenant, id))),
      rootOf(failure(() -> throwing(scene.resume(tenant, id))))
    }) {
      assertThat(thrown).isInstanceOf(error).hasMessageContaining("'" + id + "'");
      assertThat(thrown.getMessage()).contains("k1").doesNotContain(SecretScene.CANARY);
    }
  }

  @Test
  void an_encrypted_value_is_not_found_in_the_backend() throws IOException {
    SecretScene plain = scene(PayloadCipher.NONE);
    plain.begin("open", "t0");
    assertThat(holds(SecretScene.CANARY)).as("the test would find it").isTrue();
    plain.runtime().threads().delete(SecretScene.who("open"), "t0");
    assertThat(holds(SecretScene.CANARY)).as("after the thread was deleted").isFalse();

    SecretScene sealed = scene(keys("k1"));
    sealed.begin(ACME, "t1");
    sealed.complete(ACME, "t2");
    sealed.fail(ACME, "t3");

    assertThat(holds(SecretScene.CANARY)).isFalse();
    assertThat(holds("t1")).as("ids are in clear").isTrue();
    RunResult end = sealed.complete(ACME, "t4");
    assertThat(end.orThrow().get(SecretScene.LOG)).hasSize(3);
  }

  @Test
  void without_the_key_nothing_can_be_read() {
    scene(keys("k1")).begin(ACME, "t1");

    assertThatNothingOpens(scene(keys("k2")), ACME, "t1", MissingKeyException.class);
    assertThatThrownBy(() -> scene(keys("k2")).runtime().inbox().open(SecretScene.who(ACME)))
        .isInstanceOf(MissingKeyException.class);
    assertThatThrownBy(() -> scene(PayloadCipher.NONE).read(ACME, "t1"))
        .isInstanceOf(MissingKeyException.class);
    scene(keys("k1")).read(ACME, "t1");
  }

  @Test
  void a_tenant_without_a_key_writes_nothing() {
    SecretScene scene = scene(keys());

    assertThat(rootOf(failure(() -> throwing(scene.begin(ACME, "t1")))))
        .isInstanceOf(MissingKeyException.class)
        .hasMessageContaining("'acme'");
    assertThat(store().head(SecretScene.thread(ACME, "t1"), CheckpointRef.MAIN)).isEmpty();
  }

  @Test
  void a_rotated_key_still_reads_what_it_sealed() {
    scene(keys("k1")).begin(ACME, "t1");
    SecretScene rotated = scene(keys("k1", "k2"));

    rotated.read(ACME, "t1");
    rotated.answer(ACME, "t1");
    RunResult end = rotated.resume(ACME, "t1");

    assertThat(end.orThrow().get(SecretScene.LOG))
        .contains(SecretScene.CANARY + " item 1" + SecretScene.CANARY + " answered");
    assertThat(keyIds(ACME, "t1")).containsExactlyInAnyOrder("k1", "k2");
  }

  @Test
  void after_a_rekey_the_old_key_is_not_needed() {
    assumeTrue(store() instanceof RekeyStore, "the store does not implement RekeyStore");
    scene(keys("k1")).begin(ACME, "t1");
    PayloadCipher both = keys("k1", "k2");

    rewrite(ACME, "t1", (address, there) -> {
      byte[] plain = both.open(address, there.keyId(), there.bytes());
      String now = both.keyId(address);
      return new Payload(there.codec(), there.schema(), now, both.seal(address, now, plain));
    });

    assertThat(keyIds(ACME, "t1")).containsExactly("k2");
    SecretScene after = scene(keys("k2"));
    after.read(ACME, "t1");
    after.answer(ACME, "t1");
    assertThat(after.resume(ACME, "t1").orThrow().get(SecretScene.LOG)).hasSize(3);
  }

  @Test
  void exchanged_values_are_detected() {
    assumeTrue(store() instanceof RekeyStore, "the store does not implement RekeyStore");
    SecretScene scene = scene(keys("k1"));
    scene.begin(ACME, "t1");
    Payload secret = find(entries(ACME, "t1"), "secret").data();
    Payload text = find(entries(ACME, "t1"), "long").data();

    replace(ACME, "t1", Map.of("secret", text, "long", secret));

    assertThatNothingOpens(scene, ACME, "t1", CorruptCheckpointException.class);
  }

  @Test
  void an_older_value_of_the_same_key_is_detected() {
    SecretScene scene = scene(keys("k1"));
    scene.begin(ACME, "t1");

    commit(ACME, "t1", entries -> {
      KeyEntry card = find(entries, "card");
      return List.of(next(card, card.data()));
    });

    assertThatNothingOpens(scene, ACME, "t1", CorruptCheckpointException.class);
  }

  @Test
  void values_of_another_tenant_or_thread_are_refused() {
    assumeTrue(store() instanceof RekeyStore, "the store does not implement RekeyStore");
    SecretScene scene = scene(keys("k1"));
    scene.begin(ACME, "t1");
    scene.begin(ACME, "t2");
    scene.begin(GLOBEX, "t1");

    replace(ACME, "t2", Map.of("secret", find(entries(ACME, "t1"), "secret").data()));
    replace(ACME, "t1", Map.of("secret", find(entries(GLOBEX, "t1"), "secret").data()));

    assertThatNothingOpens(scene, ACME, "t1", CorruptCheckpointException.class);
    assertThatNothingOpens(scene, ACME, "t2", CorruptCheckpointException.class);
    scene.read(GLOBEX, "t1");
  }

  @Test
  void a_changed_byte_is_detected_wherever_it_is() {
    assumeTrue(store() instanceof RekeyStore, "the store does not implement RekeyStore");
    PayloadCipher cipher = keys("k1");
    SecretScene scene = scene(cipher);
    scene.begin(ACME, "t1");
    scene.answer(ACME, "t1");
    Set<String> kinds = new HashSet<>();

    rewrite(ACME, "t1", (address, there) -> {
      kinds.add(address.getClass().getSimpleName());
      byte[] changed = there.bytes().clone();
      changed[changed.length / 2] ^= 4;
      Payload payload = new Payload(there.codec(), there.schema(), there.keyId(), changed);
      assertThatThrownBy(
              () -> cipher.open(address, payload.keyId(), payload.bytes()), address.describe())
          .isInstanceOf(CorruptCheckpointException.class)
          .hasMessageContaining(address.describe());
      return payload;
    });

    assertThat(kinds)
        .contains("Key", "TaskInput", "TaskWrite", "QuestionText", "AnswerText")
        .contains("EffectRequest", "EffectResult");
    assertThatNothingOpens(scene, ACME, "t1", CorruptCheckpointException.class);
  }

  @Test
  void an_unknown_key_id_is_a_typed_error() {
    SecretScene scene = scene(keys("k1"));
    scene.begin(ACME, "t1");

    commit(ACME, "t1", entries -> {
      KeyEntry card = find(entries, "card");
      Payload there = card.data();
      return List.of(
          next(card, new Payload(there.codec(), there.schema(), "k1-gone", there.bytes())));
    });

    assertThatNothingOpens(scene, ACME, "t1", MissingKeyException.class);
  }

  @Test
  void no_value_is_logged_or_quoted_in_an_exception() {
    List<String> texts = new ArrayList<>();
    texts.addAll(logged(() -> {
      SecretScene scene = scene(keys("k1"));
      texts.add(scene.complete(ACME, "t1") + " " + keys("k1"));
      scene.begin(ACME, "t2");
      commit(ACME, "t2", entries -> {
        KeyEntry secret = find(entries, "secret");
        return List.of(next(secret, find(entries, "long").data()));
      });
      for (Throwable t : new Throwable[] {
        failure(() -> scene.read(ACME, "t2")),
        failure(() -> scene(keys("k2")).read(ACME, "t1")),
        failure(() -> scene(PayloadCipher.NONE).resume(ACME, "t2"))
      }) {
        for (Throwable each = t; each != null; each = each.getCause()) {
          texts.add(each.toString());
        }
      }
      texts.add(String.valueOf(
          store().head(SecretScene.thread(ACME, "t1"), CheckpointRef.MAIN).orElseThrow()));
    }));

    assertThat(texts).hasSizeGreaterThan(4);
    // the result of a completed run shows its state to the caller; secret keys are left out
    assertThat(texts.subList(1, texts.size())).noneMatch(t -> t.contains(SecretScene.CANARY));
  }

  @Test
  void bytes_load_no_classes() throws IOException, ClassNotFoundException {
    String sentinel = Sentinel.NAME;
    for (String json : List.of(
        "{\"@class\":\"" + sentinel + "\",\"number\":\"1\",\"year\":2}",
        "[\"" + sentinel + "\",{\"number\":\"1\",\"year\":2}]",
        "{\"number\":[\"" + sentinel + "\",{}],\"year\":2}",
        "\u00ac\u00ed\u0000\u0005sr\u0000" + sentinel)) {
      assertThatThrownBy(() -> reread(json)).isInstanceOf(CodecException.class);
    }
    assertThat(System.getProperty(Sentinel.NAME)).as("a class was initialised").isNull();
    assertThat(Class.forName(Sentinel.NAME, false, Sentinel.class.getClassLoader()))
        .as("the name is that of a class")
        .isNotNull();

    scene(PayloadCipher.NONE).begin(ACME, "t1");
    assertThat(holds(SecretScene.Card.class.getName()))
        .as("a class name is stored")
        .isFalse();
    assertThat(holds(SecretScene.Card.class.getSimpleName() + "\"")).isFalse();
  }

  /** Is loaded by nobody but a codec that reads class names. */
  static final class Sentinel {
    static final String NAME = "io.harden4j.testkit.SecurityContract$Sentinel$Loads";

    private Sentinel() {}

    /** Tells that it was loaded. */
    static final class Loads {
      static {
        System.setProperty(NAME, "loaded");
      }
    }
  }

  /** Stores bytes as the value of a record, and reads it. */
  private Object reread(String json) {
    PayloadVault vault = new PayloadVault(keys("k1"));
    PayloadAddress address =
        new PayloadAddress.Key(SecretScene.thread(ACME, "raw"), "", "", "card", 1);
    StateCodec<byte[]> bytes = new StateCodec<>() {
      @Override
      public String name() {
        return "json";
      }

      @Override
      public byte[] encode(byte[] value) {
        return value;
      }

      @Override
      public byte[] decode(byte[] stored, int schema) {
        return stored;
      }
    };
    Payload sealed =
        vault.seal(address, bytes, json.getBytes(StandardCharsets.ISO_8859_1), Label.SYSTEM);
    CheckpointStore store = store();
    Lease lease = store
        .acquire(SecretScene.thread(ACME, "raw" + json.hashCode()), Samples.ALICE, Samples.TTL)
        .orElseThrow();
    Line line = Line.fresh(store, lease, CheckpointRef.MAIN);
    CheckpointRef ref = line.commit(d -> d.entry("", "card", KeyEntry.Kind.SNAPSHOT, sealed));
    store.release(lease);
    Payload stored =
        store.get(ref).orElseThrow().entries().values().iterator().next().get(0).data();
    return vault.open(address, JsonCodec.of(SecretScene.Card.class), stored).value();
  }

  private static KeyEntry find(List<KeyEntry> entries, String key) {
    return entries.stream().filter(e -> e.key().equals(key)).findFirst().orElseThrow();
  }

  /** Returns the next version of an entry's key, with a payload that was not sealed for it. */
  private static KeyEntry next(KeyEntry entry, Payload data) {
    return new KeyEntry(entry.ns(), entry.key(), entry.version() + 1, entry.kind(), data);
  }

  /** Commits what somebody with access to the backend might write: entries that are not sealed for their place. */
  private void commit(String tenant, String id, UnaryOperator<List<KeyEntry>> entries) {
    CheckpointStore store = store();
    Lease lease =
        store.acquire(SecretScene.thread(tenant, id), Samples.BOB, Samples.TTL).orElseThrow();
    StoredState head = store.head(lease.thread(), CheckpointRef.MAIN).orElseThrow();
    List<KeyEntry> now = entries.apply(entries(tenant, id));
    store.commit(lease, head.checkpoint().ref(), StepCommit.of(after(head.checkpoint(), now), now));
    store.release(lease);
  }

  /** Returns a checkpoint like another one, with versions of these entries. */
  private static Checkpoint after(Checkpoint c, List<KeyEntry> entries) {
    Map<String, Long> versions = new HashMap<>(c.versions());
    entries.forEach(e -> versions.put(e.name(), e.version()));
    return new Checkpoint(
        new CheckpointRef(c.ref().thread(), c.ref().branch(), 0),
        c.ref(),
        c.run(),
        c.segment(),
        c.cause(),
        c.step(),
        c.epoch(),
        c.graph(),
        versions,
        c.planned(),
        c.frontier(),
        c.barriers(),
        c.status(),
        c.spent(),
        c.traceparent(),
        c.tags(),
        c.at());
  }

  /** Puts payloads where others were, by the name of their state key. */
  private void replace(String tenant, String id, Map<String, Payload> byKey) {
    rewrite(
        tenant,
        id,
        (address, there) ->
            address instanceof PayloadAddress.Key k ? byKey.getOrDefault(k.key(), there) : there);
  }

  private List<KeyEntry> entries(String tenant, String id) {
    StoredState head =
        store().head(SecretScene.thread(tenant, id), CheckpointRef.MAIN).orElseThrow();
    return head.entries().values().stream().flatMap(List::stream).toList();
  }

  private void rewrite(String tenant, String id, BiFunction<PayloadAddress, Payload, Payload> f) {
    CheckpointStore store = store();
    Lease lease =
        store.acquire(SecretScene.thread(tenant, id), Samples.BOB, Samples.TTL).orElseThrow();
    ((RekeyStore) store).reencrypt(lease, f);
    store.release(lease);
  }

  private Set<String> keyIds(String tenant, String id) {
    Set<String> ids = new HashSet<>();
    RekeyThread.changed(
        new ArrayList<>(RekeyThread.states(store(), SecretScene.thread(tenant, id))),
        SecretScene.thread(tenant, id),
        (address, there) -> {
          ids.add(there.keyId());
          return there;
        });
    return ids;
  }
}
