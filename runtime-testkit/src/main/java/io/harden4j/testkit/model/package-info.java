/**
 * Models that say what a test tells them to. Start with {@link io.harden4j.testkit.model.ScriptedChatModel}.
 */
@NullMarked
package io.harden4j.testkit.model;

import org.jspecify.annotations.NullMarked;
