/** What a node may retrieve, and the passages that come back. Start with {@link io.harden4j.retrieval.Retriever}. */
@NullMarked
package io.harden4j.retrieval;

import org.jspecify.annotations.NullMarked;
