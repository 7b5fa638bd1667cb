package io.switchman.extender;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reads every file of the repository, so that no reviewer has to look for these things. */
class TidyTest {

    private static final int MAX_LINES = 400;
    private static final int MEDIAN_LINES = 90;
    private static final int P90_LINES = 250;

    /** Made by tools, or somebody's own. */
    private static final Set<String> SKIPPED = Set.of("target", ".git", ".cache", ".idea", ".vscode");

    // Each pattern is put together from pieces, so that this file passes its own test.
    private static final Pattern BANNED =
            Pattern.compile("\\b(" + "TO" + "DO|FIX" + "ME|XX" + "X)\\b|@Dis" + "abled\\b");
    private static final Pattern WORKPLACE = Pattern.compile("(?<![\\w.-])/" + "work/");

    private static final Pattern PLACEHOLDER = Pattern.compile("@[A-Z_]+@");

    private static final Path ROOT = root();
    private static final List<Source> FILES = files();

    @Test
    void productionFilesAreShort() {
        List<String> tooLong = FILES.stream()
                .filter(Source::isProduction)
                .filter(file -> file.lines().size() > MAX_LINES)
                .map(file -> file.name() + " has " + file.lines().size() + " lines")
                .toList();

        assertThat(tooLong).as("production files over %d lines", MAX_LINES).isEmpty();
    }

    @Test
    void mostProductionFilesAreShorter() {
        List<Integer> sizes = FILES.stream()
                .filter(Source::isProduction)
                .map(file -> file.lines().size())
                .sorted()
                .toList();

        assertThat(sizes).isNotEmpty();
        assertThat(sizes.get(sizes.size() / 2)).as("median of lines per file").isLessThanOrEqualTo(MEDIAN_LINES);
        assertThat(sizes.get(sizes.size() * 9 / 10))
                .as("90th percentile of lines per file")
                .isLessThanOrEqualTo(P90_LINES);
    }

    @Test
    void nothingIsLeftForLater() {
        assertThat(found(file -> file.endsWith("java", "md", "yaml", "yml", "xml", "sh", "run"), BANNED))
                .isEmpty();
    }

    @Test
    void documentsHaveNoBlanksToFill() {
        assertThat(found(file -> file.endsWith("md"), PLACEHOLDER)).isEmpty();
    }

    @Test
    void noTabsOrTrailingSpaces() {
        assertThat(found(file -> file.endsWith("java", "md", "yaml"), Pattern.compile("\t|\\s$")))
                .isEmpty();
    }

    @Test
    void noFileNamesTheWorkplace() {
        assertThat(found(file -> true, WORKPLACE)).isEmpty();
    }

    @Test
    void markdownHasOneTitle() {
        List<String> wrong = FILES.stream()
                .filter(file -> file.endsWith("md"))
                .filter(file -> file.titles() != 1)
                .map(file -> file.name() + " has " + file.titles() + " titles")
                .toList();

        assertThat(wrong).isEmpty();
    }

    private static List<String> found(Predicate<Source> which, Pattern pattern) {
        return FILES.stream()
                .filter(which)
                .flatMap(file -> file.matches(pattern))
                .toList();
    }

    /** The closest directory above that has the wrapper's settings. */
    private static Path root() {
        Path start = Path.of("").toAbsolutePath();
        for (Path at = start; at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve(".mvn"))) {
                return at;
            }
        }
        throw new IllegalStateException("no .mvn above " + start);
    }

    private static List<Source> files() {
        var files = new ArrayList<Source>();
        try {
            Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    return isSkipped(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (attributes.isRegularFile() && !isSkipped(file)) {
                        files.add(Source.read(file));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(files);
    }

    /** In a worktree, {@code .git} is a file. */
    private static boolean isSkipped(Path path) {
        return SKIPPED.contains(String.valueOf(path.getFileName()));
    }

    /** A file by its path below the root; a binary file has no lines. */
    private record Source(String name, List<String> lines) {

        static Source read(Path file) throws IOException {
            String name = ROOT.relativize(file).toString().replace('\\', '/');
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            return new Source(name, text.indexOf('\0') < 0 ? text.lines().toList() : List.of());
        }

        boolean endsWith(String... extensions) {
            String extension = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('.')) + 1);
            return List.of(extensions).contains(extension);
        }

        boolean isProduction() {
            return name.contains("/src/main/java/") && endsWith("java") && !name.endsWith("-info.java");
        }

        long titles() {
            boolean inCode = false;
            long titles = 0;
            for (String line : lines) {
                if (line.startsWith("```")) {
                    inCode = !inCode;
                } else if (!inCode && line.startsWith("# ")) {
                    titles++;
                }
            }
            return titles;
        }

        Stream<String> matches(Pattern pattern) {
            return IntStream.range(0, lines.size())
                    .filter(i -> pattern.matcher(lines.get(i)).find())
                    .mapToObj(i -> name + ":" + (i + 1) + ": " + lines.get(i).strip());
        }
    }
}
