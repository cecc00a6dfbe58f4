/** Traces without a server: a file of JSON lines for each run and a tree for the terminal. Start with {@link io.harden4j.observability.report.TraceFile}. */
@NullMarked
package io.harden4j.observability.report;

import org.jspecify.annotations.NullMarked;
