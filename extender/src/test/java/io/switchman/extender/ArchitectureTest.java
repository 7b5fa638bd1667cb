package io.switchman.extender;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.AndFullName.Predicates.fullNameMatching;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** The walls between modules and packages; the picture they guard is in the README. */
class ArchitectureTest {

    private static final String TOPOLOGY = "io.switchman.topology..";
    private static final String EVENTS = "io.switchman.events..";
    private static final String EXTENDER = "io.switchman.extender..";
    private static final String CLI = "io.switchman.extender.cli..";
    private static final String WIRE = "io.switchman.extender.wire..";

    /** The parts of java.base that cannot reach a file, a socket or another thread. */
    private static final String[] PURE_JAVA = {
        "java.lang",
        "java.lang.annotation",
        "java.lang.invoke",
        "java.lang.runtime",
        "java.math",
        "java.time",
        "java.util",
        "java.util.function",
        "java.util.regex",
        "java.util.stream",
        "org.jspecify.annotations",
    };

    /** What is kept may be asked for by several threads; chance is an argument, like any other. */
    private static final String ALSO_PURE =
            "java\\.util\\.concurrent\\.ConcurrentHashMap|java\\.util\\.random\\.RandomGenerator";

    /** Members of pure packages that ask the machine, the clock or chance, or start threads. */
    private static final String IMPURE_MEMBERS =
            "java\\.lang\\.System\\.(?!arraycopy\\(|identityHashCode\\(|lineSeparator\\().*"
                    + "|java\\.lang\\.(Thread|ThreadGroup|Runtime|Process|ProcessBuilder|ProcessHandle)\\..*"
                    + "|java\\.lang\\.Math\\.random\\(.*"
                    + "|java\\.util\\.(Random|SplittableRandom)\\.<init>\\(\\)"
                    + "|java\\.util\\.UUID\\.randomUUID\\(.*"
                    + "|java\\.util\\.(Timer|TimerTask)\\..*"
                    + "|java\\.util\\.(Locale|TimeZone)\\.getDefault\\(.*"
                    + "|java\\.util\\.\\w+\\.parallelStream\\(.*"
                    + "|java\\.util\\.stream\\.\\w+\\.parallel\\(.*"
                    + "|java\\.time\\.\\w+\\.now\\(.*"
                    + "|java\\.time\\.Clock\\..*";

    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.switchman");

    @Test
    void seesEveryModule() {
        assertThat(PRODUCTION).anyMatch(resideInAPackage(TOPOLOGY)).anyMatch(resideInAPackage(EVENTS));
        assertThat(PRODUCTION).anyMatch(resideInAPackage(EXTENDER)).noneMatch(nameMatching(".*Test"));
    }

    @Test
    void topologyUsesOnlyPureJava() {
        check(classes()
                .that()
                .resideInAPackage(TOPOLOGY)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(PURE_JAVA)
                        .or(resideInAPackage(TOPOLOGY))
                        .or(nameMatching(ALSO_PURE)))
                .because("the core decides on values it is given; files, sockets and threads belong to its callers"));
    }

    @Test
    void topologyAsksNoClockNoChanceNoThread() {
        check(noClasses()
                .that()
                .resideInAPackage(TOPOLOGY)
                .should()
                .accessTargetWhere(target(fullNameMatching(IMPURE_MEMBERS)))
                .because("the same input gives the same output, so time and seeds are arguments"));
    }

    @Test
    void eventsDoNotKnowTheExtender() {
        check(noClasses()
                .that()
                .resideInAPackage(EVENTS)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(EXTENDER)
                .because("other processes read and write the same events"));
    }

    @Test
    void nothingKnowsTheCommandLine() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(CLI)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(CLI)
                .because("the command line wires the parts together, so it stands above them all"));
    }

    @Test
    void wireKnowsOnlyValuesAndJson() {
        check(classes()
                .that()
                .resideInAPackage(WIRE)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        WIRE, TOPOLOGY, "java..", "com.fasterxml.jackson.core..", "org.jspecify.annotations"))
                .allowEmptyShould(true)
                .because("the scheduler's JSON is a contract of its own, tested without a server"));
    }

    @Test
    void packagesFormNoCycle() {
        check(slices().matching("io.switchman.(**)")
                .should()
                .beFreeOfCycles()
                .because("packages in a cycle can only be understood, tested and moved together"));
    }

    @Test
    void namesSayWhatThingsAre() {
        check(classes()
                .should()
                .haveNameNotMatching("(?i).*(util|utils|helper|helpers|common|misc)(\\$.*)?")
                .andShould()
                .resideOutsideOfPackages("..util..", "..utils..", "..helper..", "..helpers..", "..common..", "..misc..")
                .because("a grab bag collects what nobody found the right place for"));
    }

    private static void check(ArchRule rule) {
        rule.check(PRODUCTION);
    }
}
