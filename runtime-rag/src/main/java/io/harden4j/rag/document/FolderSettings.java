package io.harden4j.rag.document;

import io.harden4j.label.Label;
import io.harden4j.label.Readers;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;

/** What {@link FolderSource.Builder} collected; validated there. */
record FolderSettings(
    Path folder,
    String name,
    boolean trusted,
    Readers readers,
    List<PathMatcher> untrusted,
    long maxFileBytes,
    int maxFiles,
    long maxTotalBytes) {
  /** A link must not lend its own name's trust to the file it leads to, so both paths count. */
  Label labelOf(String id, Path relative, Path relativeTarget) {
    boolean vouchedFor = trusted
        && untrusted.stream()
            .noneMatch(glob -> glob.matches(relative) || glob.matches(relativeTarget));
    String origin = "doc:" + id;
    return (vouchedFor ? Label.trustedTool(origin) : Label.untrusted(origin)).withReaders(readers);
  }
}
