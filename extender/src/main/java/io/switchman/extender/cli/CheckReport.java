package io.switchman.extender.cli;

import io.switchman.extender.config.ConfigProblem;
import io.switchman.extender.config.ConfigReader;
import io.switchman.extender.config.ConfigReader.Loaded;
import io.switchman.extender.config.ConfigReader.Rejected;
import io.switchman.extender.config.ConfigWriter;
import io.switchman.extender.config.ExtenderConfig;
import io.switchman.extender.config.JsonText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What {@code switchman check} prints.
 *
 * @param file the name of the file
 * @param result what came of reading it
 */
record CheckReport(String file, ConfigReader.Result result) {
    String table() {
        return switch (result) {
            case Loaded(ExtenderConfig config) -> "OK " + file + "\n\n" + table(config);
            case Rejected(List<ConfigProblem> problems) ->
                problems.stream().map(problem -> problem + "\n").collect(Collectors.joining());
        };
    }

    String json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("file", file);
        switch (result) {
            case Loaded(ExtenderConfig config) -> {
                json.put("ok", true);
                json.put("configuration", ConfigWriter.tree(config));
            }
            case Rejected(List<ConfigProblem> problems) -> {
                json.put("ok", false);
                json.put("problems", problems.stream().map(CheckReport::json).toList());
            }
        }
        return JsonText.of(json);
    }

    private static Map<String, Object> json(ConfigProblem problem) {
        var json = new LinkedHashMap<String, Object>();
        json.put("key", problem.key());
        json.put("value", problem.value());
        json.put("allowed", problem.allowed());
        json.put("message", problem.toString());
        return json;
    }

    private static String table(ExtenderConfig config) {
        Map<String, Object> values = ConfigWriter.values(config);
        Map<String, Object> defaults = ConfigWriter.values(ExtenderConfig.DEFAULT);
        int width = values.keySet().stream().mapToInt(String::length).max().orElse(0);
        var table = new StringBuilder();
        values.forEach((key, value) -> {
            table.append(key).append(" ".repeat(width - key.length() + 2)).append(text(value));
            Object otherwise = defaults.get(key);
            if (otherwise != null && !otherwise.equals(value)) {
                table.append("  (default ").append(text(otherwise)).append(')');
            }
            table.append('\n');
        });
        return table.toString();
    }

    private static String text(Object value) {
        return value instanceof List<?> items && !items.isEmpty()
                ? items.stream().map(String::valueOf).collect(Collectors.joining(", "))
                : String.valueOf(value);
    }
}
