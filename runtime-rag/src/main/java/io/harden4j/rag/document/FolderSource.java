package io.harden4j.rag.document;

import io.harden4j.label.Integrity;
import io.harden4j.label.Readers;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads the {@code .md}, {@code .markdown} and {@code .txt} files below a folder, in the order of their relative paths.
 *
 * <p>Files are UTF-8. Hidden files and folders (name starts with a dot) are passed over. A link to a file inside the
 * folder is read, a link that leads out of it is refused, and a link to a folder is not entered. The id of a document is
 * {@code <name>/<relative path>}. Immutable and safe for concurrent use; every {@link #load} looks at the disk again.
 */
public final class FolderSource implements DocumentSource {
  private final FolderSettings settings;

  private FolderSource(FolderSettings settings) {
    this.settings = settings;
  }

  /** Returns a source with defaults: named after the folder, everything {@link Integrity#UNTRUSTED}. */
  public static FolderSource of(Path folder) {
    return builder(folder).build();
  }

  /** Starts a source for {@code folder}, which need not exist yet. */
  public static Builder builder(Path folder) {
    return new Builder(folder);
  }

  /** Returns the name that starts the id of every document. */
  public String name() {
    return settings.name();
  }

  @Override
  public LoadedDocuments load() {
    try {
      return new FolderReader(settings, settings.folder().toRealPath()).read();
    } catch (IOException e) {
      throw new SourceUnavailableException(
          settings.name(),
          "folder '" + settings.folder() + "' of source '" + settings.name() + "' cannot be read: "
              + e.getClass().getSimpleName() + ". Check that it exists and is readable.",
          e);
    }
  }

  /** Collects the settings of a source. Not safe for concurrent use. */
  public static final class Builder {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final Path folder;
    private final List<PathMatcher> untrusted = new ArrayList<>();
    private String name;
    private boolean trusted;
    private Readers readers = Readers.EVERYONE;
    private long maxFileBytes = 1L << 20;
    private int maxFiles = 10_000;
    private long maxTotalBytes = 64L << 20;

    private Builder(Path folder) {
      this.folder = folder;
      Path last = folder.toAbsolutePath().normalize().getFileName();
      this.name = last == null ? "" : last.toString();
    }

    /** Names the source: letters, digits, dot, dash, underscore, at most 64; default the folder's own name. */
    public Builder name(String sourceName) {
      this.name = sourceName;
      return this;
    }

    /** Declares every file {@link Integrity#TRUSTED_TOOL}, except those that {@link #untrusted} names. Default: none is. */
    public Builder trusted() {
      this.trusted = true;
      return this;
    }

    /**
     * Declares files {@link Integrity#UNTRUSTED} even in a trusted folder.
     *
     * @param glob as in {@link java.nio.file.FileSystem#getPathMatcher}, against the path relative to the folder, for
     *     example {@code "partners/**"}
     */
    public Builder untrusted(String glob) {
      this.untrusted.add(folder.getFileSystem().getPathMatcher("glob:" + glob));
      return this;
    }

    /** Says who may see the files; default everyone in the tenant of the index. */
    public Builder readers(Readers who) {
      this.readers = who;
      return this;
    }

    /** Leaves out larger files; bytes, default 1 MiB. */
    public Builder maxFileBytes(long bytes) {
      this.maxFileBytes = positive(bytes, "maxFileBytes");
      return this;
    }

    /** Reads no more than this number of files; default 10,000. */
    public Builder maxFiles(int files) {
      this.maxFiles = Math.toIntExact(positive(files, "maxFiles"));
      return this;
    }

    /** Reads no more than this from all files together; bytes, default 64 MiB. */
    public Builder maxTotalBytes(long bytes) {
      this.maxTotalBytes = positive(bytes, "maxTotalBytes");
      return this;
    }

    /**
     * Makes the source.
     *
     * @throws IllegalArgumentException if the name does not fit the rule of {@link #name}
     */
    public FolderSource build() {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "source name '" + name
                + "' must be 1 to 64 letters, digits, dots, dashes or underscores; set one with name(...)");
      }
      return new FolderSource(new FolderSettings(
          folder,
          name,
          trusted,
          readers,
          List.copyOf(untrusted),
          maxFileBytes,
          maxFiles,
          maxTotalBytes));
    }

    private static long positive(long value, String what) {
      if (value < 1) {
        throw new IllegalArgumentException(what + " is " + value + "; it must be 1 or more");
      }
      return value;
    }
  }
}
