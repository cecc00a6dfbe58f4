/** How the runtime tells the outside what it does, without depending on a telemetry library. Start with {@link io.harden4j.observe.Observer}. */
@NullMarked
package io.harden4j.observe;

import org.jspecify.annotations.NullMarked;
