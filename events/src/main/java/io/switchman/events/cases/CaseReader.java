package io.switchman.events.cases;

import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads one case or an array of them. Measured results in it are left alone. */
public final class CaseReader {
    /** Characters of a file. */
    static final int CHARACTERS = 4 << 20;

    /** Mappings and lists inside each other. */
    static final int DEPTH = 16;

    /** Cases of a file. */
    static final int CASES = 10_000;

    private CaseReader() {}

    /**
     * Reads all cases of a text.
     *
     * @throws CaseException if one of them cannot be read
     */
    public static List<KubeletCase> read(String text) throws CaseException {
        List<Json> values = values(text);
        List<KubeletCase> cases = new ArrayList<>();
        for (Json value : values) {
            cases.add(new CaseTranslator(value).translate());
        }
        return cases;
    }

    static List<Json> values(String text) throws CaseException {
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(CHARACTERS)
                .setMaxAliasesForCollections(0)
                .build();
        Object root;
        try {
            bound(new Parse(settings).parseString(text));
            root = new Load(settings).loadFromString(text);
        } catch (YamlEngineException e) {
            throw new CaseException("not valid JSON: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
        Json json = new Json("case", root);
        List<Json> values = root instanceof List ? json.items() : List.of(json);
        if (values.size() > CASES) {
            throw new CaseException(values.size() + " cases: at most " + CASES + " are read");
        }
        return values;
    }

    /** Refuses what would be too deep before a tree of it is built. */
    private static void bound(Iterable<Event> events) throws CaseException {
        int depth = 0;
        for (Event event : events) {
            if (event instanceof CollectionStartEvent && ++depth > DEPTH) {
                throw new CaseException("more than " + DEPTH + " mappings and lists inside each other");
            }
            if (event.getEventId() == Event.ID.MappingEnd || event.getEventId() == Event.ID.SequenceEnd) {
                depth--;
            }
        }
    }
}
