package io.harden4j.checkpoint.crypto;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.PayloadCipher;
import io.harden4j.checkpoint.RekeyStore;
import io.harden4j.checkpoint.internal.Pace;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Seals all stored values of a tenant with its current key, while runs go on: after it, older keys can be removed. Each thread is taken for the moment it needs; a thread that
 * is running is left and tried again.
 *
 * <pre>{@code
 * RekeyReport report = Rekey.builder(store, cipher).threadsPerSecond(50).build().tenant("acme");
 * if (report.complete()) { ... remove the old key ... }
 * }</pre>
 *
 * <p><b>Resuming.</b> It keeps no state of its own. Told to stop, or after a crash, run it again: what is sealed with the current key is read but not written. It
 * keeps the ids of the tenant's threads in memory while it runs.
 *
 * <p><b>What runs notice.</b> Readers notice nothing. A run that wants a thread in the moment it is being sealed is refused as
 * for any busy thread, or waits where it was asked to queue.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use; {@link #stop} may come from any thread.
 */
public final class Rekey {
  private final Options options;
  private final Pace pace;

  private Rekey(Options options) {
    this.options = options;
    this.pace = new Pace(options.perSecond);
  }

  /**
   * Returns the options.
   *
   * @param store  also a {@link RekeyStore}
   * @param cipher knows the old keys and the current one of each tenant that is rekeyed
   * @throws IllegalArgumentException if the store cannot replace values
   */
  public static Builder builder(CheckpointStore store, PayloadCipher cipher) {
    if (!(store instanceof RekeyStore rekeys)) {
      throw new IllegalArgumentException("the store '" + store.name()
          + "' does not implement RekeyStore, so its values cannot be sealed anew in place");
    }
    return new Builder(new Options(store, rekeys, cipher));
  }

  /** How it works. */
  static final class Options {
    final CheckpointStore store;
    final RekeyStore rekeys;
    final PayloadCipher cipher;
    int perSecond;
    Duration leaseTtl = Duration.ofMinutes(1);
    int busyRounds = 10;
    Duration busyPause = Duration.ofSeconds(1);
    Consumer<RekeyReport> progress = report -> {};

    private Options(CheckpointStore store, RekeyStore rekeys, PayloadCipher cipher) {
      this.store = store;
      this.rekeys = rekeys;
      this.cipher = cipher;
    }
  }

  /** Options of a rekey. Not thread-safe. */
  public static final class Builder {
    private final Options options;

    private Builder(Options options) {
      this.options = options;
    }

    /** Looks at no more than this many threads a second; default 0: as many as it can. */
    public Builder threadsPerSecond(int most) {
      options.perSecond = most;
      return this;
    }

    /** Sets how long a thread may be held for being sealed anew; default one minute. */
    public Builder leaseTtl(Duration ttl) {
      options.leaseTtl = ttl;
      return this;
    }

    /** Tries busy threads this often at the end, with a pause before each time; default 10 times, after one second. */
    public Builder busyThreads(int times, Duration pause) {
      options.busyRounds = times;
      options.busyPause = pause;
      return this;
    }

    /** Is told how far it has come, after each thread, on the thread that works. */
    public Builder onProgress(Consumer<RekeyReport> listener) {
      options.progress = listener;
      return this;
    }

    /** Returns the rekey. */
    public Rekey build() {
      return new Rekey(options);
    }
  }

  /** Seals a tenant's values anew. Returns when all threads were looked at, or when it was told to stop. */
  public RekeyReport tenant(String tenant) {
    return new RekeyPass(options, pace, tenant).run();
  }

  /** Ends after the thread that is being worked on, now and from now on. */
  public void stop() {
    pace.stop();
  }
}
