package io.harden4j.rag.document;

import io.harden4j.rag.document.LoadProblem.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the files that {@link FolderWalk} found, within the limits. One use each. */
final class FolderReader {
  private final FolderSettings settings;
  private final Path root;
  private final List<Document> documents = new ArrayList<>();
  private final List<LoadProblem> problems = new ArrayList<>();
  private long totalBytes;

  FolderReader(FolderSettings settings, Path realRoot) {
    this.settings = settings;
    this.root = realRoot;
  }

  LoadedDocuments read() throws IOException {
    FolderWalk walk = new FolderWalk(root);
    List<FolderEntry> entries = walk.walk();
    problems.addAll(walk.problems());
    for (int i = 0; i < entries.size(); i++) {
      if (i >= settings.maxFiles() || totalBytes >= settings.maxTotalBytes()) {
        reportLimit(entries.get(i), entries.size() - i);
        break;
      }
      readOne(entries.get(i));
    }
    problems.sort((a, b) -> a.location().compareTo(b.location()));
    return new LoadedDocuments(documents, problems);
  }

  private void reportLimit(FolderEntry first, int remaining) {
    problem(
        first,
        Kind.LIMIT,
        "this and the files after it (" + remaining + ") were not read: the source stops at "
            + settings.maxFiles() + " files or " + settings.maxTotalBytes()
            + " bytes; raise maxFiles or maxTotalBytes, or split the folder");
  }

  private void readOne(FolderEntry entry) {
    String id = settings.name() + "/" + entry.key();
    if (id.length() > Document.MAX_ID || id.chars().anyMatch(Character::isISOControl)) {
      problem(entry, Kind.NAME, "the name is too long or has control characters; rename the file");
      return;
    }
    try {
      byte[] bytes = bytesOf(entry.real());
      if (bytes.length > settings.maxFileBytes()) {
        problem(
            entry,
            Kind.TOO_LARGE,
            "larger than " + settings.maxFileBytes()
                + " bytes; split the file or raise maxFileBytes");
        return;
      }
      totalBytes += bytes.length;
      documents.add(document(id, entry, decode(bytes)));
    } catch (CharacterCodingException e) {
      problem(entry, Kind.ENCODING, "not UTF-8 text; convert the file to UTF-8");
    } catch (IOException e) {
      problem(
          entry,
          Kind.UNREADABLE,
          "cannot be read (" + e.getClass().getSimpleName() + "); check its permissions");
    }
  }

  /** Reads one byte more than allowed at most: the size that the file system tells may be out of date. */
  private byte[] bytesOf(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return in.readNBytes((int) Math.min(settings.maxFileBytes() + 1, Integer.MAX_VALUE - 8));
    }
  }

  private static String decode(byte[] bytes) throws CharacterCodingException {
    String text =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    if (text.indexOf('\0') >= 0) {
      throw new CharacterCodingException();
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private Document document(String id, FolderEntry entry, String text) {
    boolean plain = entry.key().toLowerCase(Locale.ROOT).endsWith(".txt");
    FrontMatter front = plain ? FrontMatter.NONE : FrontMatter.of(text);
    return Document.builder(id, text)
        .source(settings.name())
        .title(plain ? Titles.ofFile(entry.key()) : Titles.ofMarkdown(text, front, entry.key()))
        .format(plain ? DocumentFormat.PLAIN : DocumentFormat.MARKDOWN)
        .label(settings.labelOf(id, entry.relative(), root.relativize(entry.real())))
        .metadata(front.values())
        .build();
  }

  private void problem(FolderEntry entry, Kind kind, String message) {
    problems.add(new LoadProblem(entry.key(), kind, message));
  }
}
