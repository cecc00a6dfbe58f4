/** Tests of trace files and trees. */
@NullMarked
package io.harden4j.observability.report;

import org.jspecify.annotations.NullMarked;
