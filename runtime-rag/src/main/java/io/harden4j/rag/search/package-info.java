/**
 * Ranking in memory: words by BM25, vectors by an exact scan, and the two together by reciprocal rank. Start at {@link
 * io.harden4j.rag.search.Bm25Index}.
 */
@NullMarked
package io.harden4j.rag.search;

import org.jspecify.annotations.NullMarked;
