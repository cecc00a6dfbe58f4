/** The command {@code harden4j}: looks into stores, answers questions, plans capacity, checks audit trails. Start with {@link io.harden4j.cli.Main}. */
@NullMarked
package io.harden4j.cli;

import org.jspecify.annotations.NullMarked;
