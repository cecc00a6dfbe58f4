/** What the command line does, as its users see it: arguments in, text and exit code out. */
@NullMarked
package io.harden4j.cli;

import org.jspecify.annotations.NullMarked;
