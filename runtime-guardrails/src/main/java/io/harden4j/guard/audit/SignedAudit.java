package io.harden4j.guard.audit;

import io.harden4j.tool.AuditRecord;
import io.harden4j.tool.AuditSink;
import io.harden4j.tool.CanonicalArguments;
import java.security.PrivateKey;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Signs where a chain stands, every so many records of a tenant and at {@link #close()}, and hands the statement to another sink. A bare chain can be cut at its end or
 * written anew by whoever may write the file; with these statements kept where that one cannot write, both are found.
 *
 * <p>What is not found is a cut behind the last statement: sign often enough.
 *
 * <p><b>Failures.</b> A statement that cannot be written counts like a record that cannot be written: the call is denied unless it is a plain read.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use.
 */
public final class SignedAudit implements AuditSink, AutoCloseable {
  /** Takes signed statements. Keep them apart from the chain. */
  @FunctionalInterface
  public interface CheckpointSink {
    /** Writes one durably; throws if it cannot. */
    void write(AuditCheckpoint checkpoint);
  }

  private final AuditChain chain;
  private final CheckpointSink checkpoints;
  private final PrivateKey key;
  private final int every;
  private final InstantSource clock;
  private final Map<String, AtomicLong> unsigned = new ConcurrentHashMap<>();

  private SignedAudit(
      AuditChain chain,
      CheckpointSink checkpoints,
      PrivateKey key,
      int every,
      InstantSource clock) {
    this.chain = chain;
    this.checkpoints = checkpoints;
    this.key = key;
    this.every = every;
    this.clock = clock;
  }

  /** Returns a sink that signs every 100 records of a tenant. */
  public static SignedAudit over(AuditChain chain, CheckpointSink checkpoints, PrivateKey ed25519) {
    return new SignedAudit(chain, checkpoints, ed25519, 100, InstantSource.system());
  }

  /** Returns this sink signing every so many records. */
  public SignedAudit every(int records) {
    if (records < 1) {
      throw new IllegalArgumentException("sign every 1 or more records, not every " + records);
    }
    return new SignedAudit(chain, checkpoints, key, records, clock);
  }

  @Override
  public void append(AuditRecord record) {
    chain.append(record);
    count(record.tenant());
  }

  @Override
  public void append(AuditRecord record, CanonicalArguments arguments) {
    chain.append(record, arguments);
    count(record.tenant());
  }

  private void count(String tenant) {
    AtomicLong open = unsigned.computeIfAbsent(tenant, t -> new AtomicLong());
    if (open.incrementAndGet() >= every) {
      checkpoint(tenant);
      open.set(0); // not before it is written: until then each record tries again, and fails
    }
  }

  /** Signs where a tenant's chain stands now. */
  public AuditCheckpoint checkpoint(String tenant) {
    AuditCheckpoint signed = AuditCheckpoint.sign(tenant, chain.head(tenant), clock.instant(), key);
    checkpoints.write(signed);
    return signed;
  }

  /** Signs where the chain of every tenant stands that had records here. Does not close the chain. */
  @Override
  public void close() {
    unsigned.keySet().forEach(this::checkpoint);
  }
}
