/** Tests of sending. */
@NullMarked
package io.harden4j.observability.otlp;

import org.jspecify.annotations.NullMarked;
