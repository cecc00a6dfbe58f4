/** Information-flow labels and their lattice. Start with {@link io.harden4j.label.Label}, whose {@code join} is used wherever two flows meet. */
@NullMarked
package io.harden4j.label;

import org.jspecify.annotations.NullMarked;
