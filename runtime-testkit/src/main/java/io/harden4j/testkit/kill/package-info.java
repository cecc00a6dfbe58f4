/**
 * Kills real processes at chosen points, to see what their stores keep. Start with {@link io.harden4j.testkit.kill.KillHarness}.
 */
@NullMarked
package io.harden4j.testkit.kill;

import org.jspecify.annotations.NullMarked;
