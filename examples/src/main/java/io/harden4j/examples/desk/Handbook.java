package io.harden4j.examples.desk;

import io.harden4j.rag.RagIndex;
import io.harden4j.rag.document.FolderSource;
import io.harden4j.rag.embed.HashingEmbedder;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;

/** The shop's handbook, searchable by words and by shared spellings. */
final class Handbook {
  private static final String FOLDER = "/support-desk/handbook";

  private Handbook() {}

  /** Returns the index. Staff writes the pages, but for the one that customers fill. */
  static RagIndex index() {
    return RagIndex.builder(People.SHOP, "handbook")
        .source(FolderSource.builder(folder())
            .name("handbook")
            .trusted()
            .untrusted("community-tips.md")
            .build())
        .embedder(HashingEmbedder.create())
        .build();
  }

  private static Path folder() {
    URL found = Handbook.class.getResource(FOLDER);
    if (found == null || !found.getProtocol().equals("file")) {
      throw new IllegalStateException(
          FOLDER + " is not a folder on the class path; start the example with examples/run");
    }
    try {
      return Path.of(new URI(found.toString()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the folder " + found + " has no usable address", e);
    }
  }
}
