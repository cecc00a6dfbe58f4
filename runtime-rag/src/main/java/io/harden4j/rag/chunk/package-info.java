/**
 * Cuts documents into pieces that can be found, quoted and told apart over time. Start at {@link
 * io.harden4j.rag.chunk.MarkdownChunker}.
 */
@NullMarked
package io.harden4j.rag.chunk;

import org.jspecify.annotations.NullMarked;
