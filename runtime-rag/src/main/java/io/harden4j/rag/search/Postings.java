package io.harden4j.rag.search;

import java.util.Arrays;

/** The texts that hold a term, and how often. Filled in ascending order of ordinals, then only read. */
final class Postings {
  private int[] ordinals = new int[2];
  private int[] frequencies = new int[2];
  private int size;

  void add(int ordinal) {
    if (size > 0 && ordinals[size - 1] == ordinal) {
      frequencies[size - 1]++;
      return;
    }
    if (size == ordinals.length) {
      ordinals = Arrays.copyOf(ordinals, size * 2);
      frequencies = Arrays.copyOf(frequencies, size * 2);
    }
    ordinals[size] = ordinal;
    frequencies[size] = 1;
    size++;
  }

  int size() {
    return size;
  }

  int ordinal(int i) {
    return ordinals[i];
  }

  int frequency(int i) {
    return frequencies[i];
  }
}
