/**
 * Retrieval over documents of one tenant: words and vectors, with label, span and hash on every passage. Start at {@link
 * io.harden4j.rag.RagIndex}.
 */
@NullMarked
package io.harden4j.rag;

import org.jspecify.annotations.NullMarked;
