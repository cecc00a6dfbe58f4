/**
 * Texts to vectors. Start at {@link io.harden4j.rag.embed.Embedder}; {@link io.harden4j.rag.embed.MiniLmEmbedder} is the
 * one that understands English.
 */
@NullMarked
package io.harden4j.rag.embed;

import org.jspecify.annotations.NullMarked;
