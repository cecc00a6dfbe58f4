package io.harden4j.testkit;

import io.harden4j.checkpoint.CheckpointStore;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;

/**
 * The promises of {@link CheckpointStore} as tests. Extend it for your store, implement {@link #open()}, and run it: every test is a
 * sentence of the interface's Javadoc. JUnit makes a new instance for each test, so a field is a fresh backend.
 *
 * <pre>{@code
 * class MyStoreTest extends CheckpointStoreContract {
 *   @TempDir Path directory;
 *
 *   @Override protected CheckpointStore open() {
 *     return new MyStore(directory, clock());
 *   }
 * }
 * }</pre>
 */
public abstract class CheckpointStoreContract {
  private final MutableClock clock = MutableClock.create();

  /** Creates the contract for one test. */
  protected CheckpointStoreContract() {}

  /**
   * Opens a store on this test's backend and {@link #clock()}. A second call stands for a new process: nothing but the backend is shared. A
   * store in memory returns the same store again.
   */
  protected abstract CheckpointStore open();

  /** Returns the clock that the store must use for leases and questions. */
  protected final MutableClock clock() {
    return clock;
  }

  /** Returns what is put behind the name of the evidence file, so that two stores of a module do not write the same one; default nothing. */
  protected String evidenceSuffix() {
    return "";
  }

  final void evidenceOfTwoWriters(int rounds, int lostUpdates) {
    Evidence.of("two-writers" + evidenceSuffix())
        .put("rounds", rounds)
        .put("lostUpdates", lostUpdates)
        .ran(rounds)
        .write();
  }

  /** Group A. */
  @Nested
  @DisplayName("A records")
  final class Records extends RecordsContract {
    Records() {
      super(CheckpointStoreContract.this);
    }
  }

  /** Group B. */
  @Nested
  @DisplayName("B tasks")
  final class Tasks extends TasksContract {
    Tasks() {
      super(CheckpointStoreContract.this);
    }
  }

  /** Group C. */
  @Nested
  @DisplayName("C effects")
  final class Effects extends EffectsContract {
    Effects() {
      super(CheckpointStoreContract.this);
    }
  }

  /** Group D. */
  @Nested
  @DisplayName("D commits")
  final class Commits extends CommitsContract {
    Commits() {
      super(CheckpointStoreContract.this);
    }
  }

  /** Group E. */
  @Nested
  @DisplayName("E leases")
  final class Leases extends LeasesContract {
    Leases() {
      super(CheckpointStoreContract.this);
    }
  }

  /** Group F, listing. */
  @Nested
  @DisplayName("F history")
  final class History extends HistoryContract {
    History() {
      super(CheckpointStoreContract.this);
    }
  }

  /** Group F, branches. */
  @Nested
  @DisplayName("F forks")
  final class Forks extends ForksContract {
    Forks() {
      super(CheckpointStoreContract.this);
    }
  }

  /** Group G. */
  @Nested
  @DisplayName("G deltas")
  final class Deltas extends DeltasContract {
    Deltas() {
      super(CheckpointStoreContract.this);
    }
  }

  /** Group H. */
  @Nested
  @DisplayName("H inbox")
  final class Inbox extends InboxContract {
    Inbox() {
      super(CheckpointStoreContract.this);
    }
  }

  /** Group I. */
  @Nested
  @DisplayName("I prune and delete")
  final class Prune extends PruneContract {
    Prune() {
      super(CheckpointStoreContract.this);
    }
  }

  /** The extra REKEY, for a store that implements {@link io.harden4j.checkpoint.RekeyStore}. */
  @Nested
  @DisplayName("REKEY")
  final class Rekeys extends RekeyContract {
    Rekeys() {
      super(CheckpointStoreContract.this);
    }
  }

  /** The extra WATCH, for a store that implements {@link io.harden4j.checkpoint.WatchStore}. */
  @Nested
  @DisplayName("WATCH")
  final class Watches extends WatchContract {
    Watches() {
      super(CheckpointStoreContract.this);
    }
  }

  /** Group W, for a {@link io.harden4j.checkpoint.WorkStore}. */
  @Nested
  @DisplayName("W work")
  final class Work extends WorkContract {
    Work() {
      super(CheckpointStoreContract.this);
    }
  }
}
