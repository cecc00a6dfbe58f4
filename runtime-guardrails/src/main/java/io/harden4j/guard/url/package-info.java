/** Keeps addresses that are fetched to permitted hosts and away from inner networks. Start with {@link io.harden4j.guard.url.UrlGovernor}. */
@NullMarked
package io.harden4j.guard.url;

import org.jspecify.annotations.NullMarked;
