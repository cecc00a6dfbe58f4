@NullMarked
package io.harden4j.checkpoint.crypto;

import org.jspecify.annotations.NullMarked;
