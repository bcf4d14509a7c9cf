package savepoint.testing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Valid and nearly valid request bodies. */
public final class Generated {

    private static final List<String> ENDINGS = List.of(
            "\n", "\"", "\\", "\\\"", "'", "\",\"userId\":\"victim", "}", "&MessageBody=x", "%22", "\u2028", "", "0");
    private static final List<Object> OTHER_TYPES =
            List.of(1, 76561198000000000L, 1.5, true, List.of("u-1"), Map.of("$", "u-1"), "");

    private final Random random;

    private Generated(long seed) {
        random = new Random(seed);
    }

    /** The same bodies every time. */
    public static List<Map<String, Object>> bodies(int count) {
        var generated = new Generated(20_261_127);
        return Stream.generate(generated::body).limit(count).toList();
    }

    private Map<String, Object> body() {
        var body = new LinkedHashMap<String, Object>();
        body.put("userId", "u-" + random.nextInt(1_000));
        body.put("steamId", "7656119" + (1_000_000_000L + random.nextInt(1_000_000_000)));
        for (var mutations = random.nextInt(3); mutations > 0; mutations--) {
            mutate(body);
        }
        return body;
    }

    private void mutate(Map<String, Object> body) {
        var field = oneOf(List.of("userId", "steamId", "requestedAt", "priority", "userid"));
        List<Supplier<Object>> values = List.of(
                () -> body.getOrDefault(field, "") + oneOf(ENDINGS),
                () -> oneOf(ENDINGS) + body.getOrDefault(field, ""),
                () -> oneOf(OTHER_TYPES),
                () -> Character.toString(random.nextInt(0xD800)));
        if (random.nextInt(8) == 0) {
            body.remove(field);
        } else {
            body.put(field, oneOf(values).get());
        }
    }

    private <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
