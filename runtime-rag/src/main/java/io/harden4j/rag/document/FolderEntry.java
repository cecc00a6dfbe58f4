package io.harden4j.rag.document;

import java.nio.file.Path;

/**
 * A file that the walk found.
 *
 * @param key relative path with {@code /} on every platform: the order and the end of the id
 * @param relative relative path
 * @param real path without links, checked to lie inside the folder
 */
record FolderEntry(String key, Path relative, Path real) {}
