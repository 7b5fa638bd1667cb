package io.switchman.extender;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Markdown file of the repository.
 *
 * @param path below the root
 */
record Document(String path, String text) {
    static final Path ROOT = Path.of("..");

    private static final Pattern FENCE = Pattern.compile("(?ms)^```([a-z]*)\n(.*?)^```$");
    private static final Pattern SPAN = Pattern.compile("`([^`\n]+)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    /** A fenced block. */
    record Block(String language, String text) {}

    static Document of(String path) {
        try {
            return new Document(path, Files.readString(ROOT.resolve(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What users and developers read, wherever it stands. */
    static List<Document> all() {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            Stream<Path> modules = Stream.of("extender", "topology", "events", "bench", "e2e", "e2e/controlplane")
                    .flatMap(module -> Stream.of(
                                    ROOT.resolve(module).resolve("DESIGN.md"),
                                    ROOT.resolve(module).resolve("README.md"))
                            .filter(Files::exists));
            return Stream.of(top, docs, modules)
                    .flatMap(paths -> paths)
                    .filter(path -> path.toString().endsWith(".md"))
                    .map(path -> of(ROOT.relativize(path).toString()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Block> blocks() {
        return FENCE.matcher(text)
                .results()
                .map(found -> new Block(found.group(1), found.group(2)))
                .toList();
    }

    /** Arguments of each {@code ./switchman} that stands in code. */
    List<String> commands() {
        String prose = FENCE.matcher(text).replaceAll("");
        Stream<String> spans = SPAN.matcher(prose).results().map(found -> found.group(1));
        Stream<String> indented = prose.lines().filter(line -> line.startsWith("    "));
        Stream<String> fenced = blocks().stream()
                .filter(block -> block.language().equals("sh"))
                .flatMap(block -> block.text().lines());
        return Stream.of(spans, indented, fenced)
                .flatMap(lines -> lines)
                .flatMap(line -> Arrays.stream(line.split(" \\| ")))
                .map(command -> command.replaceFirst(" #.*", "").strip())
                .filter(command -> command.equals("./switchman") || command.startsWith("./switchman "))
                .map(command -> command.substring("./switchman".length()).strip())
                .filter(arguments -> !arguments.isEmpty())
                .toList();
    }

    /** Targets of links to files of the repository, below the root, with their anchors. */
    List<String> links() {
        Path file = Path.of("/").resolve(path);
        return LINK.matcher(text)
                .results()
                .map(found -> found.group(1))
                .filter(target -> !target.contains("://"))
                .map(target -> target.startsWith("#")
                        ? path + target
                        : Path.of("/")
                                .relativize(file.resolveSibling(target).normalize())
                                .toString())
                .toList();
    }

    /** Anchors of headings, as GitHub makes them. */
    List<String> anchors() {
        return text.lines()
                .filter(line -> line.matches("#+ .*"))
                .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
                .map(title -> title.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .toList();
    }

    /** The part behind a marker, up to the next marker or the end. */
    String after(String marker) {
        int begin = text.indexOf(marker);
        if (begin < 0) {
            throw new AssertionError(path + " has no " + marker);
        }
        begin += marker.length();
        int end = text.indexOf("<!--", begin);
        return text.substring(begin, end < 0 ? text.length() : end);
    }

    /** Cells of the rows of tables whose first cell is code; that and further code without its backticks. */
    static List<List<String>> rows(String part) {
        List<List<String>> rows = new ArrayList<>();
        for (String line : part.lines().filter(line -> line.startsWith("| `")).toList()) {
            rows.add(Arrays.stream(line.substring(1).split("\\|"))
                    .map(cell -> bare(cell.strip()))
                    .toList());
        }
        return rows;
    }

    private static String bare(String cell) {
        Matcher code = SPAN.matcher(cell);
        return code.matches() ? code.group(1) : cell;
    }
}
