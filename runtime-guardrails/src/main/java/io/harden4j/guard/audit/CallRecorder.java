package io.harden4j.guard.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.checkpoint.Digests;
import io.harden4j.tool.Decision;
import io.harden4j.tool.EndorsementRequest;
import io.harden4j.tool.Guard;
import io.harden4j.tool.GuardRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a guard was asked and what it said, with every label and text that it decided on, so that another policy can be tried on the same calls
 * ({@link RecordedCalls}, {@code harden4j policy simulate}). Decides nothing itself.
 *
 * <p><b>Privacy.</b> The texts are prompts and results: seal them with {@link #sealed}. One file for each tenant and recorder; destroying a tenant's
 * keys erases what is in them.
 *
 * <p><b>Failures.</b> A recording that cannot be written is logged and counted; the call goes on.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use. Several processes record into one directory, each into files of its own name.
 */
public final class CallRecorder implements Guard {
  /** A longer text is cut behind the first character that no guard reads: the decision stays the same. */
  private static final int LONGEST = (1 << 20) + 1;

  /** So many texts are remembered as written; one that comes again after more others is written once more. */
  private static final int MOST_TEXTS = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(CallRecorder.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The file of one tenant. */
  private static final class Recording {
    final Map<String, Boolean> texts = new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
        return size() > MOST_TEXTS;
      }
    };
    long lines;
  }

  private final Guard guard;
  private final Path directory;
  private final String name;
  private final Optional<AuditVault> vault;
  private final Map<String, Recording> recordings = new HashMap<>();
  private final AtomicLong dropped = new AtomicLong();

  private CallRecorder(Guard guard, Path directory, String name, Optional<AuditVault> vault) {
    this.guard = guard;
    this.directory = directory;
    this.name = name;
    this.vault = vault;
  }

  /**
   * Records what a guard is asked.
   *
   * @param directory where the files go; made at the first call
   * @param name      names the files of this recorder: letters, digits and {@code -}; another one for each process and start, for a file is never continued
   */
  public static CallRecorder over(Guard guard, Path directory, String name) {
    if (!name.matches("[A-Za-z0-9-]{1,64}")) {
      throw new IllegalArgumentException(
          "'" + name + "' is no name for a recording; use letters, digits and -");
    }
    return new CallRecorder(guard, directory, name, Optional.empty());
  }

  /** Returns this recorder sealing every line with a key of its tenant. */
  public CallRecorder sealed(AuditKeys keys) {
    return new CallRecorder(guard, directory, name, Optional.of(new AuditVault(keys)));
  }

  /** Returns the file of a tenant. */
  public Path file(String tenant) {
    return directory.resolve(
        "calls-" + Digests.sha256(tenant).substring(0, 32) + "-" + name + ".jsonl");
  }

  /** Returns how many calls could not be recorded. */
  public long dropped() {
    return dropped.get();
  }

  @Override
  public Decision decide(GuardRequest request) {
    Decision decision = guard.decide(request);
    try {
      record(request, decision);
    } catch (IOException | RuntimeException e) {
      dropped.incrementAndGet();
      LOG.warn(
          "a decision could not be recorded ({}); the call goes on",
          e.getClass().getName());
    }
    return decision;
  }

  private synchronized void record(GuardRequest request, Decision decision) throws IOException {
    String tenant = request.principal().tenant().id();
    Recording recording = recordings.get(tenant);
    if (recording == null) {
      Files.createDirectories(directory);
      Files.createFile(file(tenant)); // never continues a file: the numbers would start again
      recording = new Recording();
      recordings.put(tenant, recording);
    }
    List<ObjectNode> lines = new ArrayList<>();
    List<String> fresh = new ArrayList<>();
    ObjectNode call = RequestJson.write(request, keeping(recording, lines, fresh));
    String verdict = decision.fold(a -> "ALLOW", d -> "DENY", q -> "ASK");
    call.put("kind", "call").put("verdict", verdict).put("rule", decision.rule());
    lines.add(call);
    StringBuilder text = new StringBuilder();
    for (ObjectNode line : lines) {
      text.append(line(tenant, ++recording.lines, line)).append('\n');
    }
    Files.writeString(file(tenant), text, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    for (String hash : fresh) {
      recording.texts.put(hash, true);
    }
  }

  private static UnaryOperator<String> keeping(
      Recording recording, List<ObjectNode> lines, List<String> fresh) {
    return text -> {
      String kept = text.length() <= LONGEST ? text : text.substring(0, LONGEST);
      String hash = Digests.sha256(kept);
      if (!recording.texts.containsKey(hash) && !fresh.contains(hash)) {
        fresh.add(hash);
        lines.add(JSON.createObjectNode().put("kind", "text").put("hash", hash).put("text", kept));
      }
      return hash;
    };
  }

  /** Sealed lines are numbered downwards, so that none can be taken for a payload of an audit trail. */
  private String line(String tenant, long number, ObjectNode body) {
    ObjectNode line = JSON.createObjectNode().put("line", number).put("tenant", tenant);
    if (vault.isEmpty()) {
      line.set("body", body);
    } else {
      AuditVault.Sealed sealed = vault.get().seal(tenant, -number, body.toString());
      line.put("key", sealed.key()).put("payload", sealed.payload());
    }
    return line.toString();
  }

  @Override
  public boolean endorses(EndorsementRequest request) {
    return guard.endorses(request);
  }

  @Override
  public String name() {
    return guard.name();
  }

  @Override
  public String policyHash() {
    return guard.policyHash();
  }

  @Override
  public String policyHash(GuardRequest request) {
    return guard.policyHash(request);
  }
}
