package io.harden4j.rag.search;

import java.util.List;
import java.util.function.IntPredicate;

/**
 * Finds the nearest vectors by looking at all of them: exact, and fast enough up to some 20,000 vectors of 384 numbers.
 * Immutable and safe for concurrent use.
 */
public final class VectorIndex {
  private final int dimension;
  private final int size;
  private final float[] data; // one vector after the other, each of length 1

  private VectorIndex(int dimension, int size, float[] data) {
    this.dimension = dimension;
    this.size = size;
    this.data = data;
  }

  /**
   * Builds an index; the ordinal of a vector is its position in the list.
   *
   * @throws IllegalArgumentException if a vector has another length or a value that is not finite, or if the vectors do
   *     not fit into one array
   */
  public static VectorIndex of(int dimension, List<float[]> vectors) {
    if (dimension < 1 || (long) dimension * vectors.size() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(vectors.size() + " vectors of " + dimension
          + " numbers do not fit into memory; use a vector store");
    }
    float[] data = new float[dimension * vectors.size()];
    for (int i = 0; i < vectors.size(); i++) {
      System.arraycopy(normalised(vectors.get(i), dimension), 0, data, i * dimension, dimension);
    }
    return new VectorIndex(dimension, vectors.size(), data);
  }

  /** Returns the number of vectors. */
  public int size() {
    return size;
  }

  /** Returns the length of the vectors. */
  public int dimension() {
    return dimension;
  }

  /** Returns a copy of a vector, scaled to length 1. */
  public float[] vector(int ordinal) {
    float[] copy = new float[dimension];
    System.arraycopy(data, ordinal * dimension, copy, 0, dimension);
    return copy;
  }

  /**
   * Ranks by cosine, best first; ties go to the smaller ordinal.
   *
   * @param limit most hits to return; 1 or more
   * @param accepts ordinals that may be returned
   * @throws IllegalArgumentException if {@code query} has another length or a value that is not finite
   */
  public List<Hit> search(float[] query, int limit, IntPredicate accepts) {
    float[] unit = normalised(query, dimension);
    TopHits top = new TopHits(limit);
    for (int i = 0; i < size; i++) {
      if (accepts.test(i)) {
        top.offer(i, dot(unit, i * dimension));
      }
    }
    return top.best();
  }

  /** Four sums, because the JIT must not reorder one sum of floats and would leave the units of the CPU idle. */
  private float dot(float[] query, int offset) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = 0;
    for (; i + 3 < dimension; i += 4) {
      a += query[i] * data[offset + i];
      b += query[i + 1] * data[offset + i + 1];
      c += query[i + 2] * data[offset + i + 2];
      d += query[i + 3] * data[offset + i + 3];
    }
    for (; i < dimension; i++) {
      a += query[i] * data[offset + i];
    }
    return (a + b) + (c + d);
  }

  private static float[] normalised(float[] vector, int dimension) {
    if (vector.length != dimension) {
      throw new IllegalArgumentException("a vector has " + vector.length + " numbers and the index "
          + dimension + "; build the index and ask it with one embedder");
    }
    double square = 0;
    for (float value : vector) {
      square += (double) value * value;
    }
    if (!Double.isFinite(square)) {
      throw new IllegalArgumentException("a vector holds NaN or infinity; the embedder is broken");
    }
    float[] unit = new float[dimension];
    for (int i = 0; i < dimension && square > 0; i++) {
      unit[i] = (float) (vector[i] / Math.sqrt(square));
    }
    return unit; // a vector of zeros stays one: it is equally far from everything
  }
}
