package io.harden4j.observability.report;

import io.harden4j.checkpoint.RunId;
import io.harden4j.observability.content.ContentPolicy;
import io.harden4j.observability.internal.Timeline;
import io.harden4j.observe.Observation;
import io.harden4j.observe.ObservationKind;
import io.harden4j.observe.ObservedRun;
import io.harden4j.observe.Observer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes one file of JSON lines for each run into a folder: {@code <folder>/<tenant>/<run>.jsonl}. Segments of a run, in whatever process, append to the same file.
 * Read it with {@link TraceReader}, show it with {@link TerminalTree}.
 *
 * <p>Each observation that ends is a line; runs and nodes also have a line for their start, so that a process that dies leaves a readable trace. A line is written
 * when it is due, on the thread of the run, without a flush to the disk: meant for development and small services.
 *
 * <p><b>Content</b> is left out unless the policy says otherwise; files are readable by their owner only, where the file system knows owners.
 *
 * <p><b>Failures.</b> A line that cannot be written is dropped and counted; the first time in a segment a warning is logged.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use.
 */
public final class TraceFile implements Observer {
  private final Path folder;
  private final ContentPolicy policy;
  private final AtomicLong dropped = new AtomicLong();

  private TraceFile(Path folder, ContentPolicy policy) {
    this.folder = folder;
    this.policy = policy;
  }

  /** Returns one that writes into this folder and keeps no content. The folder is made when the first run starts. */
  public static TraceFile in(Path folder) {
    return new TraceFile(folder, ContentPolicy.off());
  }

  /** Returns one that keeps this content. */
  public TraceFile content(ContentPolicy policyToUse) {
    return new TraceFile(folder, policyToUse);
  }

  /** Returns where the file of a run is, whether it exists or not. */
  public Path path(String tenant, RunId run) {
    return folder.resolve(FileNames.of(tenant)).resolve(FileNames.of(run.value()) + ".jsonl");
  }

  /** Returns how many lines could not be written. */
  public long dropped() {
    return dropped.get();
  }

  @Override
  public Observation start(ObservedRun run) {
    LineFile file = new LineFile(path(run.thread().tenant(), run.run()), dropped);
    TraceLines lines = new TraceLines(file, run, policy, Timeline.system());
    return new FileObservation(lines, "", ObservationKind.RUN, run.graph().name());
  }
}
