package io.harden4j.checkpoint;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.fasterxml.jackson.databind.ser.ContextualSerializer;
import com.fasterxml.jackson.databind.type.CollectionType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Writes sets that have no order of their own sorted by the JSON of their elements: {@code Set.of} has another order in each process. */
final class SortedSets extends BeanSerializerModifier {
  private static final long serialVersionUID = 1L;

  @Override
  @SuppressWarnings("unchecked")
  public JsonSerializer<?> modifyCollectionSerializer(
      SerializationConfig config,
      CollectionType type,
      BeanDescription description,
      JsonSerializer<?> serializer) {
    Class<?> raw = type.getRawClass();
    boolean ordered = SortedSet.class.isAssignableFrom(raw)
        || LinkedHashSet.class.isAssignableFrom(raw)
        || EnumSet.class.isAssignableFrom(raw);
    return Set.class.isAssignableFrom(raw) && !ordered
        ? new Sorted((JsonSerializer<Object>) serializer)
        : serializer;
  }

  private static final class Sorted extends JsonSerializer<Collection<?>>
      implements ContextualSerializer {
    private final JsonSerializer<Object> elements;

    Sorted(JsonSerializer<Object> elements) {
      this.elements = elements;
    }

    @Override
    @SuppressWarnings("unchecked")
    public JsonSerializer<?> createContextual(
        SerializerProvider provider, @Nullable BeanProperty property) throws JsonMappingException {
      return new Sorted(
          (JsonSerializer<Object>) provider.handlePrimaryContextualization(elements, property));
    }

    @Override
    public void serialize(Collection<?> set, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      elements.serialize(set.size() > 1 ? sorted(set) : new ArrayList<>(set), out, provider);
    }

    private static List<Object> sorted(Collection<?> set) throws IOException {
      record Keyed(String json, Object element) {}
      ObjectWriter json = Json.MAPPER.writer();
      List<Keyed> all = new ArrayList<>(set.size());
      for (Object element : set) {
        all.add(new Keyed(json.writeValueAsString(element), element));
      }
      all.sort(Comparator.comparing(Keyed::json));
      List<Object> sorted = new ArrayList<>(set.size());
      all.forEach(k -> sorted.add(k.element()));
      return sorted;
    }
  }
}
