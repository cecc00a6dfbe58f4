package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.internal.Notices;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Looks for new notes of a directory: a look reads the length of one file and its first line. An empty note says that there may be work. */
final class FileNotices implements Notices<Optional<QuestionId>> {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final NoticeFile file;
  private long seen;

  private FileNotices(NoticeFile file, long seen) {
    this.file = file;
    this.seen = seen;
  }

  static FileNotices open(NoticeFile file) throws IOException {
    return new FileNotices(file, file.after(-1).end());
  }

  @Override
  public List<Optional<QuestionId>> next() throws IOException {
    LockSupport.parkNanos(LOOK_NANOS);
    NoticeFile.Part found = file.after(seen);
    seen = found.end();
    Stream<Optional<QuestionId>> told = found.text().lines().map(NoticeFile::question);
    return (found.missed() ? Stream.concat(Stream.of(Optional.<QuestionId>empty()), told) : told)
        .toList();
  }

  @Override
  public void close() {}
}
