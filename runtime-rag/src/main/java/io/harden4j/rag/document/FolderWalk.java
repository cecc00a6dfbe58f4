package io.harden4j.rag.document;

import io.harden4j.rag.document.LoadProblem.Kind;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Finds the files of a folder without leaving it. One use each. */
final class FolderWalk extends SimpleFileVisitor<Path> {
  private final Path root;
  private final List<FolderEntry> entries = new ArrayList<>();
  private final List<LoadProblem> problems = new ArrayList<>();

  FolderWalk(Path realRoot) {
    this.root = realRoot;
  }

  /** Returns the entries by key: the order in which a file system lists a folder is arbitrary. */
  List<FolderEntry> walk() throws IOException {
    Files.walkFileTree(root, this);
    entries.sort(Comparator.comparing(FolderEntry::key));
    return entries;
  }

  List<LoadProblem> problems() {
    return problems;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
    return !folder.equals(root) && isHidden(folder)
        ? FileVisitResult.SKIP_SUBTREE
        : FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    if (!isHidden(file) && isText(file)) {
      if (attributes.isSymbolicLink()) {
        addLink(file);
      } else if (attributes.isRegularFile()) { // a FIFO or a device would block the reader
        entries.add(new FolderEntry(key(file), root.relativize(file), file));
      }
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
    if (file.equals(root)) {
      throw failure;
    }
    unreadable(file, failure);
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
    if (failure != null) {
      unreadable(folder, failure);
    }
    return FileVisitResult.CONTINUE;
  }

  private void addLink(Path link) {
    try {
      Path real = link.toRealPath();
      if (!real.startsWith(root)) {
        problems.add(
            new LoadProblem(
                key(link),
                Kind.SYMLINK_ESCAPE,
                "the link leads out of the folder; copy the file into it, or add its folder as a source"));
      } else if (Files.isRegularFile(real)) {
        entries.add(new FolderEntry(key(link), root.relativize(link), real));
      }
    } catch (IOException e) {
      unreadable(link, e);
    }
  }

  private void unreadable(Path file, IOException failure) {
    problems.add(new LoadProblem(
        key(file),
        Kind.UNREADABLE,
        "cannot be read (" + failure.getClass().getSimpleName()
            + "); check its permissions and that it exists"));
  }

  private String key(Path file) {
    return StreamSupport.stream(root.relativize(file).spliterator(), false)
        .map(Path::toString)
        .collect(Collectors.joining("/"));
  }

  private static boolean isHidden(Path file) {
    return nameOf(file).startsWith(".");
  }

  private static boolean isText(Path file) {
    String name = nameOf(file).toLowerCase(Locale.ROOT);
    return name.endsWith(".md") || name.endsWith(".markdown") || name.endsWith(".txt");
  }

  private static String nameOf(Path file) {
    Path name = file.getFileName();
    return name == null ? "" : name.toString();
  }
}
