package io.harden4j.hostile;

import io.harden4j.checkpoint.CorruptCheckpointException;
import io.harden4j.checkpoint.PayloadAddress;
import io.harden4j.checkpoint.PayloadCipher;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Puts a hash of the address before the bytes and looks at it again: what authenticated data of a real cipher does. */
final class AddressCheckingCipher implements PayloadCipher {
  private static final int HASH = 32;

  private static byte[] hash(PayloadAddress address) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(address.encoded());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String keyId(PayloadAddress address) {
    return "key";
  }

  @Override
  public byte[] seal(PayloadAddress address, String keyId, byte[] plain) {
    byte[] sealed = Arrays.copyOf(hash(address), HASH + plain.length);
    for (int i = 0; i < plain.length; i++) {
      sealed[HASH + i] = (byte) (plain[i] ^ 0x55);
    }
    return sealed;
  }

  @Override
  public byte[] open(PayloadAddress address, String keyId, byte[] sealed) {
    if (!Arrays.equals(hash(address), Arrays.copyOf(sealed, HASH))) {
      throw new CorruptCheckpointException("these bytes belong elsewhere than " + address, null);
    }
    byte[] plain = Arrays.copyOfRange(sealed, HASH, sealed.length);
    for (int i = 0; i < plain.length; i++) {
      plain[i] ^= 0x55;
    }
    return plain;
  }
}
