package io.harden4j.checkpoint.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.checkpoint.CheckpointStoreException;
import io.harden4j.checkpoint.CorruptCheckpointException;
import io.harden4j.checkpoint.MissingKeyException;
import io.harden4j.checkpoint.NewerFormatException;
import io.harden4j.checkpoint.PayloadAddress;
import io.harden4j.checkpoint.PayloadCipher;
import io.harden4j.checkpoint.ThreadKey;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AesGcmCipherTest {
  private static final PayloadAddress HERE = at("acme", "t1", "card", 1);

  private final TestKeys keys = new TestKeys().add("acme", "k1").add("globex", "k1");
  private final AesGcmCipher cipher = AesGcmCipher.of(keys);

  private static PayloadAddress at(String tenant, String thread, String key, long version) {
    return new PayloadAddress.Key(new ThreadKey(tenant, thread), "", "", key, version);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void assertCorrupt(PayloadCipher by, PayloadAddress at, byte[] sealed) {
    assertThatThrownBy(() -> by.open(at, "k1", sealed))
        .isInstanceOf(CorruptCheckpointException.class)
        .hasMessageContaining("thread 't")
        .hasMessageContaining("key 'k1'");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 7, 42})
  void any_value_comes_back(long seed) {
    Random random = new Random(seed);
    for (int length : new int[] {0, 1, 15, 16, 17, 1023, 1024, 1025, 70_000, 3_000_000}) {
      byte[] noise = new byte[length];
      random.nextBytes(noise);
      byte[] text = new byte[length];
      Arrays.fill(text, (byte) ('a' + random.nextInt(26)));
      for (byte[] value : new byte[][] {noise, text}) {
        byte[] sealed = cipher.seal(HERE, "k1", value);

        assertThat(cipher.open(HERE, "k1", sealed)).isEqualTo(value);
        assertThat(sealed.length).isLessThanOrEqualTo(length + 42);
      }
    }
  }

  @Test
  void equal_values_look_different() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      byte[] sealed = cipher.seal(HERE, "k1", bytes("yes"));
      assertThat(seen.add(HexFormat.of().formatHex(sealed, 2, 26))).isTrue();
      assertThat(seen.add(HexFormat.of().formatHex(sealed, 26, sealed.length))).isTrue();
    }
  }

  @Test
  void any_changed_or_missing_byte_is_seen() {
    for (String value : new String[] {"4111-1111", "a".repeat(3_000)}) {
      byte[] sealed = cipher.seal(HERE, "k1", bytes(value));
      for (int i = 0; i < sealed.length * 8; i++) {
        byte[] changed = sealed.clone();
        changed[i / 8] ^= (byte) (1 << i % 8);
        assertThatThrownBy(() -> cipher.open(HERE, "k1", changed))
            .isInstanceOfAny(CorruptCheckpointException.class, NewerFormatException.class);
      }
      for (int length = 0; length < sealed.length; length++) {
        assertCorrupt(cipher, HERE, Arrays.copyOf(sealed, length));
      }
      assertCorrupt(cipher, HERE, Arrays.copyOf(sealed, sealed.length + 1));
    }
  }

  @Test
  void a_value_moved_elsewhere_does_not_open() {
    byte[] sealed = cipher.seal(HERE, "k1", bytes("4111-1111"));

    assertCorrupt(cipher, at("acme", "t2", "card", 1), sealed);
    assertCorrupt(cipher, at("acme", "t1", "note", 1), sealed);
    assertCorrupt(cipher, at("acme", "t1", "card", 2), sealed);
  }

  @Test
  void another_tenants_value_does_not_open_even_under_a_shared_key() {
    byte[] key = new byte[32];
    AesGcmCipher shared = AesGcmCipher.of(StaticKeys.builder().shared("k1", key).build());

    byte[] sealed = shared.seal(HERE, "k1", bytes("4111-1111"));

    assertThat(shared.open(HERE, "k1", sealed)).isEqualTo(bytes("4111-1111"));
    assertCorrupt(shared, at("globex", "t1", "card", 1), sealed);
  }

  @Test
  void the_key_id_is_part_of_what_is_sealed() {
    byte[] key = new byte[32];
    AesGcmCipher same = AesGcmCipher.of(
        StaticKeys.builder().tenant("acme", "k1", key).tenant("acme", "k2", key).build());

    byte[] sealed = same.seal(HERE, "k2", bytes("4111-1111"));

    assertCorrupt(same, HERE, sealed);
  }

  @Test
  void a_missing_key_is_named_with_tenant_thread_and_state_key() {
    byte[] sealed = cipher.seal(HERE, "k1", bytes("4111-1111"));
    keys.add("acme", "k2");
    keys.remove("acme", "k1");

    assertThatThrownBy(() -> cipher.open(HERE, "k1", sealed))
        .isInstanceOfSatisfying(MissingKeyException.class, e -> {
          assertThat(e.tenant()).isEqualTo("acme");
          assertThat(e.keyId()).isEqualTo("k1");
        })
        .hasMessageContaining("state key 'card'")
        .hasMessageContaining("thread 't1'")
        .hasMessageContaining("'acme'")
        .hasMessageContaining("'k1'");
  }

  @Test
  void a_tenant_without_keys_can_neither_write_nor_read() {
    byte[] sealed = cipher.seal(HERE, "k1", bytes("4111-1111"));
    keys.drop("acme");

    assertThatThrownBy(() -> cipher.keyId(HERE)).isInstanceOf(MissingKeyException.class);
    assertThatThrownBy(() -> cipher.seal(HERE, "k1", bytes("x")))
        .isInstanceOf(MissingKeyException.class);
    assertThatThrownBy(() -> cipher.open(HERE, "k1", sealed))
        .isInstanceOf(MissingKeyException.class);
    assertThat(cipher.keyId(at("globex", "t1", "card", 1))).isEqualTo("k1");
  }

  @Test
  void a_plain_value_is_refused_unless_asked_for() {
    AesGcmCipher lenient = AesGcmCipher.builder(keys).readPlainValues().build();

    assertThatThrownBy(() -> cipher.open(HERE, "", bytes("old")))
        .isInstanceOf(CorruptCheckpointException.class)
        .hasMessageContaining("not encrypted");
    assertThat(lenient.open(HERE, "", bytes("old"))).isEqualTo(bytes("old"));
  }

  @Test
  void a_newer_envelope_is_refused() {
    byte[] sealed = cipher.seal(HERE, "k1", bytes("x"));
    sealed[0] = 2;

    assertThatThrownBy(() -> cipher.open(HERE, "k1", sealed))
        .isInstanceOf(NewerFormatException.class);
  }

  @Test
  void compression_shortens_and_can_be_switched_off() {
    byte[] value = bytes("the same words again and again ".repeat(100));
    AesGcmCipher off = AesGcmCipher.builder(keys).withoutCompression().build();

    byte[] compressed = cipher.seal(HERE, "k1", value);
    byte[] plain = off.seal(HERE, "k1", value);

    assertThat(compressed.length).isLessThan(value.length / 10);
    assertThat(plain.length).isEqualTo(value.length + 42);
    assertThat(off.open(HERE, "k1", compressed)).isEqualTo(value);
  }

  @Test
  void short_values_keep_their_length() {
    byte[] value = bytes("a".repeat(1023));

    assertThat(cipher.seal(HERE, "k1", value)).hasSize(1023 + 42);
  }

  @Test
  void a_value_that_says_it_is_larger_than_allowed_is_refused_before_memory_is_taken() {
    byte[] bomb = Compression.compress(new byte[100_000]);
    ByteBuffer.wrap(bomb).putInt(Integer.MAX_VALUE);
    assertThat(Compression.decompress(bomb)).isNull();
    ByteBuffer.wrap(bomb).putInt(99_999);
    assertThat(Compression.decompress(bomb)).as("more than it says").isNull();
    ByteBuffer.wrap(bomb).putInt(100_001);
    assertThat(Compression.decompress(bomb)).as("less than it says").isNull();
    assertThat(Compression.decompress(new byte[3])).isNull();
  }

  /** Rebuilds the envelope from its description, with nothing of the library but the address. */
  @Test
  void the_envelope_is_what_its_description_says() throws Exception {
    byte[] master = new byte[32];
    new Random(3).nextBytes(master);
    AesGcmCipher subject =
        AesGcmCipher.of(StaticKeys.builder().tenant("acme", "k1", master).build());
    byte[] sealed = subject.seal(HERE, "k1", bytes("4111-1111"));

    Mac hmac = Mac.getInstance("HmacSHA256");
    hmac.init(new SecretKeySpec(master, "HmacSHA256"));
    ByteArrayOutputStream info = new ByteArrayOutputStream();
    info.writeBytes(bytes("harden4j value key 1"));
    info.writeBytes(new byte[] {0, 0, 0, 4});
    info.writeBytes(bytes("acme"));
    info.writeBytes(new byte[] {0, 0, 0, 2});
    info.writeBytes(bytes("k1"));
    info.write(sealed, 2, 12);
    info.write(1);
    Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
    gcm.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(hmac.doFinal(info.toByteArray()), "AES"),
        new GCMParameterSpec(128, sealed, 14, 12));
    gcm.updateAAD(new byte[] {1, 0, 0, 0, 0, 2});
    gcm.updateAAD(bytes("k1"));
    gcm.updateAAD(HERE.encoded());

    assertThat(gcm.doFinal(sealed, 26, sealed.length - 26)).isEqualTo(bytes("4111-1111"));
  }

  @Test
  void no_text_shows_a_key_or_a_value() {
    byte[] master = bytes("0123456789abcdefghijklmnopqrstuv");
    StaticKeys visible = StaticKeys.builder().tenant("acme", "k1", master).build();
    AesGcmCipher subject =
        AesGcmCipher.builder(visible).random(new SecureRandom()).build();
    byte[] sealed = subject.seal(HERE, "k1", bytes("4111-1111"));
    sealed[30] ^= 1;

    String texts = subject + " " + visible;
    try {
      subject.open(HERE, "k1", sealed);
    } catch (CheckpointStoreException e) {
      texts += e + " " + e.getCause();
    }

    assertThat(texts)
        .contains("k1")
        .doesNotContain("0123456789", "4111", "MDEyMzQ1")
        .doesNotContain("SecretKeySpec");
  }
}
