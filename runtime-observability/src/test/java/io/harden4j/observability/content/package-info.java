/** Tests of what is kept of content. */
@NullMarked
package io.harden4j.observability.content;

import org.jspecify.annotations.NullMarked;
