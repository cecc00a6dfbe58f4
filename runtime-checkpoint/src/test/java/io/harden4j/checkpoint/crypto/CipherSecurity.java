package io.harden4j.checkpoint.crypto;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import io.harden4j.checkpoint.PayloadCipher;
import io.harden4j.testkit.SecurityContract;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Group K with {@link AesGcmCipher}; subclasses give the store. */
abstract class CipherSecurity extends SecurityContract {
  /** Derives a key from its name, so that a name always means the same key. */
  private static byte[] key(String tenant, String keyId) {
    try {
      return java.security.MessageDigest.getInstance("SHA-256")
          .digest((tenant + "/" + keyId).getBytes(StandardCharsets.UTF_8));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected PayloadCipher cipher(List<String> tenants, String... keyIds) {
    StaticKeys.Builder keys = StaticKeys.builder();
    for (String tenant : tenants) {
      for (String id : keyIds) {
        keys.tenant(tenant, id, key(tenant, id));
      }
    }
    return AesGcmCipher.of(keys.build());
  }

  @Override
  protected List<String> logged(Runnable action) {
    Logger root = (Logger) LoggerFactory.getLogger("io.harden4j");
    Level before = root.getLevel();
    ListAppender<ILoggingEvent> seen = new ListAppender<>();
    seen.start();
    root.addAppender(seen);
    root.setLevel(Level.TRACE);
    root.setAdditive(false);
    try {
      action.run();
    } finally {
      root.detachAppender(seen);
      root.setLevel(before);
      root.setAdditive(true);
    }
    List<String> texts = new ArrayList<>();
    for (ILoggingEvent event : List.copyOf(seen.list)) {
      texts.add(event.getFormattedMessage());
      for (IThrowableProxy t = event.getThrowableProxy(); t != null; t = t.getCause()) {
        texts.add(t.getMessage());
      }
    }
    return texts;
  }
}
