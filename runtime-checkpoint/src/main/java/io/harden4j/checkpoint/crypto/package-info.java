/** Encryption of what a store keeps, keys per tenant, and their rotation. Start at {@link io.harden4j.checkpoint.crypto.AesGcmCipher}. */
@NullMarked
package io.harden4j.checkpoint.crypto;

import org.jspecify.annotations.NullMarked;
