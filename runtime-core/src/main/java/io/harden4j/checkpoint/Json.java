package io.harden4j.checkpoint;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** The one JSON mapper for what is stored: deterministic (sorted), by fields, ISO times, no type names of classes. */
final class Json {
  private static final Set<Class<?>> SCALARS = Set.of(
      String.class,
      Boolean.class,
      Byte.class,
      Short.class,
      Integer.class,
      Long.class,
      Float.class,
      Double.class,
      Character.class,
      BigDecimal.class,
      BigInteger.class,
      UUID.class,
      Instant.class,
      Duration.class,
      LocalDate.class,
      LocalDateTime.class,
      LocalTime.class,
      OffsetDateTime.class,
      ZonedDateTime.class);

  /** What is read was written by us: the limits against hostile input are lifted, so that nothing can be stored that cannot be read. */
  private static final StreamReadConstraints OWN_BYTES = StreamReadConstraints.builder()
      .maxStringLength(Integer.MAX_VALUE)
      .maxNumberLength(Integer.MAX_VALUE)
      .maxNameLength(Integer.MAX_VALUE)
      .build();

  static final ObjectMapper MAPPER = JsonMapper.builder(
          JsonFactory.builder().streamReadConstraints(OWN_BYTES).build())
      .visibility(PropertyAccessor.GETTER, Visibility.NONE)
      .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
      .visibility(PropertyAccessor.SETTER, Visibility.NONE)
      .visibility(PropertyAccessor.FIELD, Visibility.ANY)
      .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
      .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
      .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
      .addModule(javaTime())
      .build();

  private Json() {}

  static boolean isScalar(Class<?> type) {
    return SCALARS.contains(type);
  }

  private static SimpleModule javaTime() {
    SimpleModule module = new SimpleModule("java.time as ISO text");
    module.setSerializerModifier(new SortedSets());
    text(module, Instant.class, Instant::parse);
    text(module, Duration.class, Duration::parse);
    text(module, LocalDate.class, LocalDate::parse);
    text(module, LocalDateTime.class, LocalDateTime::parse);
    text(module, LocalTime.class, LocalTime::parse);
    text(module, OffsetDateTime.class, OffsetDateTime::parse);
    text(module, ZonedDateTime.class, ZonedDateTime::parse);
    return module;
  }

  private static <T> void text(SimpleModule module, Class<T> type, Function<String, T> parse) {
    module.addSerializer(type, ToStringSerializer.instance);
    module.addDeserializer(type, new StdScalarDeserializer<T>(type) {
      private static final long serialVersionUID = 1L;

      @Override
      public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        return parse.apply(parser.getValueAsString());
      }
    });
  }
}
