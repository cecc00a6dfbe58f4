/** The snippets of README and docs, compiled. Start with {@code DocsTest}. */
@NullMarked
package io.harden4j.examples.docs;

import org.jspecify.annotations.NullMarked;
