/** Core's in-memory stores keep the contracts of this kit, and the kit's own parts do what they say. */
@NullMarked
package io.harden4j.testkit;

import org.jspecify.annotations.NullMarked;
