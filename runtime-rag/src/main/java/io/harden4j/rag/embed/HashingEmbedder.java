package io.harden4j.rag.embed;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hashes words and their 3- to 5-letter parts into a vector (feature hashing with signs, Weinberger et al. 2009).
 * Deterministic, needs nothing, knows no meaning: it finds shared words and spellings, no synonyms. For tests, examples and
 * places without a model. Immutable and safe for concurrent use.
 */
public final class HashingEmbedder implements Embedder {
  /** Length of the vectors of {@link #create()}. */
  public static final int DEFAULT_DIMENSION = 512;

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");
  private static final int MIN_PART = 3;
  private static final int MAX_PART = 5;
  private static final int MAX_WORD = 64;
  private static final float WORD_WEIGHT = 1f;
  private static final float PART_WEIGHT = 0.3f;

  private final int dimension;

  private HashingEmbedder(int dimension) {
    this.dimension = dimension;
  }

  /** Returns an embedder of {@value #DEFAULT_DIMENSION} dimensions. */
  public static HashingEmbedder create() {
    return of(DEFAULT_DIMENSION);
  }

  /** Returns an embedder of {@code dimension} dimensions, 2 or more; fewer mean more collisions. */
  public static HashingEmbedder of(int dimension) {
    if (dimension < 2) {
      throw new IllegalArgumentException("dimension is " + dimension + "; it must be 2 or more");
    }
    return new HashingEmbedder(dimension);
  }

  @Override
  public String id() {
    return "hashing-1-" + dimension;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    return texts.stream().map(this::embedOne).toList();
  }

  private float[] embedOne(String text) {
    // in the order of the text: sums of floats depend on it
    Map<String, Float> features = new LinkedHashMap<>();
    Matcher words = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (words.find()) {
      addWord(words.group(), features);
    }
    float[] vector = new float[dimension];
    features.forEach((feature, weight) -> {
      long hash = hash(feature);
      float damped = (float) Math.sqrt(weight); // the tenth use of a word says less than the first
      vector[(int) Long.remainderUnsigned(hash, dimension)] += hash < 0 ? -damped : damped;
    });
    return vector;
  }

  private static void addWord(String word, Map<String, Float> features) {
    features.merge(word, WORD_WEIGHT, Float::sum);
    String padded = "<" + word.substring(0, Math.min(word.length(), MAX_WORD)) + ">";
    for (int size = MIN_PART; size <= MAX_PART; size++) {
      for (int i = 0; i + size <= padded.length(); i++) {
        features.merge("#" + padded.substring(i, i + size), PART_WEIGHT / size, Float::sum);
      }
    }
  }

  /** FNV-1a over UTF-16 units, then the finaliser of MurmurHash3, whose high bits are good enough for sign and place. */
  private static long hash(String feature) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < feature.length(); i++) {
      hash = (hash ^ feature.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
