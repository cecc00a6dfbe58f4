/** What the adapters of this module share: collecting facts, cutting and redacting content, naming spans. No promise to users. */
@NullMarked
package io.harden4j.observability.internal;

import org.jspecify.annotations.NullMarked;
