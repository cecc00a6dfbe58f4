package io.harden4j.rag.chunk;

import java.util.Random;

/** Documents that mix well-formed Markdown with what people and attackers make of it. */
final class RandomMarkdown {
  private static final String[] WORDS = {
    "return",
    "the",
    "order",
    "delivery",
    "naïve",
    "größer",
    "日本語",
    "配送",
    "👩‍👩‍👧",
    "e\u0301",
    "\u202Eevil",
    "a_b",
    "x-1",
    "supercalifragilisticexpialidocious",
    "3.14",
    "“quoted.”",
    "end.",
    "really?",
    "`code`",
    "|",
    "#",
    "\u00A0",
    "\u0001"
  };
  private static final String[] LINE_ENDS = {"\n", "\n", "\n", "\r\n", "\r"};

  private static final String[] LONG_WORDS = {"x", "👩", "日", "ж", "7", "-"};

  private final Random random;
  private final StringBuilder text = new StringBuilder();

  RandomMarkdown(long seed) {
    this.random = new Random(seed);
  }

  String next() {
    if (random.nextInt(4) == 0) {
      text.append("---\ntitle: T\n---\n");
    }
    int blocks = random.nextInt(40);
    for (int i = 0; i < blocks; i++) {
      appendBlock();
    }
    return text.toString();
  }

  private void appendBlock() {
    switch (random.nextInt(9)) {
      case 0 -> line("#".repeat(1 + random.nextInt(7)) + " " + sentence(random.nextInt(6)));
      case 1 -> fence();
      case 2 -> table();
      case 3 -> lines("- ", 1 + random.nextInt(12));
      case 4 -> line(sentence(3) + lineEnd() + (random.nextBoolean() ? "===" : "---"));
      case 5 ->
        line("x" + LONG_WORDS[random.nextInt(LONG_WORDS.length)].repeat(random.nextInt(900)));
      case 6 ->
        line((random.nextBoolean() ? "a" : "")
            + " ".repeat(random.nextInt(6_000))
            + (random.nextBoolean() ? "b" : "\t"));
      case 7 -> line(sentence(random.nextInt(300)));
      default -> lines("", 1 + random.nextInt(4));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      text.append(lineEnd());
    }
  }

  private void fence() {
    String mark = (random.nextBoolean() ? "`" : "~").repeat(3 + random.nextInt(2));
    line(mark + "java");
    lines("", random.nextInt(30));
    if (random.nextInt(4) > 0) {
      line(mark);
    }
  }

  private void table() {
    line("| a | b |");
    line("|---|---|");
    for (int i = random.nextInt(40); i > 0; i--) {
      line("| " + sentence(2) + " | " + sentence(3) + " |");
    }
  }

  private void lines(String prefix, int count) {
    for (int i = 0; i < count; i++) {
      line(prefix + sentence(random.nextInt(12)));
    }
  }

  private void line(String content) {
    text.append(content).append(lineEnd());
  }

  private String sentence(int words) {
    StringBuilder sentence = new StringBuilder();
    for (int i = 0; i < words; i++) {
      sentence
          .append(WORDS[random.nextInt(WORDS.length)])
          .append(random.nextInt(9) == 0 ? ". " : " ");
    }
    return sentence.toString();
  }

  private String lineEnd() {
    return LINE_ENDS[random.nextInt(LINE_ENDS.length)];
  }
}
