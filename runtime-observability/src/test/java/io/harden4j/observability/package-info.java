/** Tests of the observer, through real protobuf where the wire matters. */
@NullMarked
package io.harden4j.observability;

import org.jspecify.annotations.NullMarked;
