package io.harden4j.checkpoint.retention;

import io.harden4j.checkpoint.ThreadKey;
import java.util.List;
import java.util.Map;

/**
 * What one look at a tenant's threads has done.
 *
 * @param tenant      the tenant
 * @param deleted     threads that were deleted
 * @param checkpoints checkpoints that were pruned from threads that stay
 * @param records     task, effect and question records that went with them
 * @param busy        threads that somebody held; they come up again the next time
 * @param failed      threads that could not be read or changed, and why
 * @param receipts    receipts of the deletions
 * @param stopped     true if it was told to stop before it had looked at all threads
 */
public record RetentionReport(
    String tenant,
    long deleted,
    long checkpoints,
    long records,
    List<ThreadKey> busy,
    Map<ThreadKey, String> failed,
    List<DeletionReceipt> receipts,
    boolean stopped) {
  /** Copies the collections. */
  public RetentionReport {
    busy = List.copyOf(busy);
    failed = Map.copyOf(failed);
    receipts = List.copyOf(receipts);
  }
}
