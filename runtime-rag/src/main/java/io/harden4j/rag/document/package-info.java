/**
 * Documents and where they come from: what was read, what could not be read and why. Start at {@link
 * io.harden4j.rag.document.FolderSource}.
 */
@NullMarked
package io.harden4j.rag.document;

import org.jspecify.annotations.NullMarked;
