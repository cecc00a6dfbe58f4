package io.harden4j.checkpoint.crypto;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.Digests;
import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.JsonCodec;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.PayloadAddress;
import io.harden4j.checkpoint.PayloadCipher;
import io.harden4j.checkpoint.PayloadVault;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.StateCodec;
import io.harden4j.checkpoint.TaskId;
import io.harden4j.checkpoint.TaskKey;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.graph.Message;
import io.harden4j.graph.StateKey;
import io.harden4j.identity.Principal;
import io.harden4j.label.Integrity;
import io.harden4j.label.Label;
import io.harden4j.label.Labeled;
import io.harden4j.label.Readers;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Values of every kind, label and codec, in clear, sealed, and sealed after compression. Run its main method with a file to write the sample of a new
 * format; samples that are there are never written anew.
 */
final class SealedSample {
  /** One value at one place. */
  record Value<T>(PayloadAddress address, StateCodec<T> codec, T value, Label label) {
    Payload seal(PayloadVault vault) {
      return vault.seal(address, codec, value, label);
    }

    Labeled<T> open(PayloadVault vault, Payload payload) {
      return vault.open(address, codec, payload);
    }
  }

  record Card(String number, int year) {}

  private static final ThreadKey THREAD = new ThreadKey("acme", "golden/\u00fc\uD83D\uDE80");
  private static final TaskId ID = new TaskId("sub#0", "pay", "3", 1);
  private static final TaskKey TASK = new TaskKey(THREAD, CheckpointRef.MAIN, ID, 2);
  private static final EffectKey EFFECT = new EffectKey(TASK, "tool:orders.refund", "d1", 1);
  private static final QuestionId QUESTION = new QuestionId("acme", "question-1");
  private static final JsonCodec<String> TEXT = JsonCodec.of(String.class);
  private static final Label PRIVATE = new Label(
      Integrity.TRUSTED_TOOL, new Readers(false, Set.of("ana", "bob")), Set.of("mail", "web"));

  private SealedSample() {}

  static Map<String, Value<?>> values() {
    Map<String, Value<?>> all = new LinkedHashMap<>();
    StateCodec<List<Message>> chat = StateKey.messages("chat").codec();
    put(all, "card", key("card"), JsonCodec.of(Card.class), new Card("4111", 2030), PRIVATE);
    put(
        all,
        "chat",
        key("chat"),
        chat,
        List.of(
            Message.of("m1", UserMessage.from("hello"), Label.SYSTEM),
            Message.of("m2", AiMessage.from("hi"), PRIVATE)),
        Label.SYSTEM);
    put(all, "long", key("long"), TEXT, "again and again ".repeat(200), Label.SYSTEM);
    put(
        all,
        "input",
        PayloadAddress.ofInput(THREAD, ID),
        TEXT,
        "item",
        Label.user(Principal.of("ana", "acme")));
    put(all, "control", PayloadAddress.ofControl(THREAD, ID), TEXT, "", PRIVATE);
    put(all, "barrier", PayloadAddress.ofBarrier(THREAD, "sub#0", "join"), TEXT, "", PRIVATE);
    put(all, "write", PayloadAddress.ofWrite(TASK, "note", 0), TEXT, "note", PRIVATE);
    put(all, "spawned", PayloadAddress.ofSpawnedInput(TASK, 0), TEXT, "next", PRIVATE);
    put(all, "request", new PayloadAddress.EffectRequest(EFFECT), TEXT, "refund", PRIVATE);
    put(all, "result", new PayloadAddress.EffectResult(EFFECT), TEXT, "refunded", PRIVATE);
    put(all, "question", new PayloadAddress.QuestionText(QUESTION), TEXT, "may I?", PRIVATE);
    put(
        all,
        "answer",
        new PayloadAddress.AnswerText(QUESTION),
        TEXT,
        "yes",
        Label.user(Principal.of("bob", "acme")));
    return all;
  }

  private static PayloadAddress key(String name) {
    return new PayloadAddress.Key(THREAD, "", "sub#0", name, 7);
  }

  private static <T> void put(
      Map<String, Value<?>> all,
      String name,
      PayloadAddress address,
      StateCodec<T> codec,
      T value,
      Label label) {
    all.put(name, new Value<>(address, codec, value, label));
  }

  /** Returns the ways in which the values are kept. */
  static Map<String, PayloadVault> vaults() {
    KeyProvider keys = StaticKeys.builder()
        .tenant("acme", "key-2026", HexFormat.of().parseHex(Digests.sha256("golden key")))
        .build();
    Map<String, PayloadVault> all = new TreeMap<>();
    all.put("clear", new PayloadVault(PayloadCipher.NONE));
    all.put(
        "sealed",
        new PayloadVault(AesGcmCipher.builder(keys).withoutCompression().build()));
    all.put(
        "compressed",
        new PayloadVault(AesGcmCipher.builder(keys).compressFrom(64).build()));
    return all;
  }

  static String line(Payload p) {
    return p.codec() + " " + p.schema() + " " + (p.keyId().isEmpty() ? "-" : p.keyId()) + " "
        + Base64.getEncoder().encodeToString(p.bytes());
  }

  static Payload parse(String line) {
    String[] parts = line.split(" ", 4);
    return new Payload(
        parts[0],
        Integer.parseInt(parts[1]),
        parts[2].equals("-") ? "" : parts[2],
        Base64.getDecoder().decode(parts[3]));
  }

  /** Writes the sample to a file that does not exist. */
  public static void main(String[] args) throws IOException {
    try (Writer out = Files.newBufferedWriter(
        Path.of(args[0]), StandardCharsets.UTF_8, java.nio.file.StandardOpenOption.CREATE_NEW)) {
      for (Map.Entry<String, PayloadVault> vault : vaults().entrySet()) {
        for (Map.Entry<String, Value<?>> value : values().entrySet()) {
          out.write(vault.getKey() + "." + value.getKey() + "="
              + line(value.getValue().seal(vault.getValue())) + "\n");
        }
      }
    }
  }
}
