@NullMarked
package io.harden4j.checkpoint.retention;

import org.jspecify.annotations.NullMarked;
