/** The scripted model does what its script says, blocking and streaming. */
@NullMarked
package io.harden4j.testkit.model;

import org.jspecify.annotations.NullMarked;
