# Finds a JDK of version 25 or newer and exports it as JAVA_HOME; with none, says so and exits 1.
# Sourced by mvnw and switchman, before either turns off file name globbing. POSIX sh.
#
# Order: JAVA_HOME, the java on PATH, then the lowest fitting version in the usual places.
# Versions are read from each JDK's `release` file, so that nothing has to be started.
# shellcheck shell=sh

jdk_least=25
jdk_best=''
jdk_best_version=''
jdk_seen=''

# Sets jdk_version to the feature version (17, 25, ...) of the JDK in $1, or to 0 if there is none.
jdk_read_version() {
  jdk_version=0
  { [ -x "$1/bin/javac" ] && [ -f "$1/lib/modules" ]; } || return 0
  jdk_text=''
  if [ -r "$1/release" ]; then
    while IFS='=' read -r jdk_key jdk_value; do
      [ "$jdk_key" != JAVA_VERSION ] || jdk_text=${jdk_value#\"}
    done <"$1/release"
  else
    jdk_text=$("$1/bin/javac" -version 2>&1) || jdk_text=''
    jdk_text=${jdk_text#javac }
  fi
  jdk_text=${jdk_text%%[!0-9]*}
  jdk_version=${jdk_text:-0}
}

# Keeps the JDK in $1 if it fits and is older than the best one so far.
jdk_consider() {
  jdk_read_version "$1"
  [ "$jdk_version" -ne 0 ] || return 0
  if [ "$jdk_version" -lt "$jdk_least" ]; then
    case "$jdk_seen;" in
    *" in $1;"*) ;;
    *) jdk_seen="$jdk_seen${jdk_seen:+;}
    version $jdk_version in $1" ;;
    esac
  elif [ -z "$jdk_best" ] || [ "$jdk_version" -lt "$jdk_best_version" ]; then
    jdk_best=$1
    jdk_best_version=$jdk_version
  fi
}

# Considers the JDK that the java on PATH belongs to.
jdk_consider_path() {
  jdk_java=$(command -v java) || return 0
  jdk_java=$(readlink -f -- "$jdk_java" 2>/dev/null) || return 0
  case $jdk_java in
  */bin/java) jdk_consider "${jdk_java%/bin/java}" ;;
  esac
}

jdk_consider_usual_places() {
  for jdk_home in \
    "${JDK_25_HOME-}" "${JAVA_HOME_25-}" "${JAVA_HOME_25_X64-}" "${JAVA_HOME_25_ARM64-}" \
    /usr/lib/jvm/* /usr/java/* /usr/local/*jdk* /opt/*jdk* /opt/java/* \
    "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* "${HOME-}"/.asdf/installs/java/* \
    "${HOME-}"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    [ -z "$jdk_home" ] || jdk_consider "$jdk_home"
  done
}

jdk_refuse() {
  cat >&2 <<END
Switchman needs a JDK (with javac) of version $jdk_least or newer, and found none.
  Looked at:
    JAVA_HOME (${JAVA_HOME:-not set}), the java on PATH (${jdk_java:-none}),
    JDK_25_HOME, JAVA_HOME_25, /usr/lib/jvm, /usr/java, /usr/local/*jdk*, /opt/*jdk*, /opt/java,
    ~/.sdkman, ~/.jdks, ~/.asdf, ~/.local/share/mise, /Library/Java, Homebrew
  Found:${jdk_seen:- no JDK at all}
  Install a JDK $jdk_least, for example Eclipse Temurin, and either put it in one of these
  places or set JAVA_HOME to its directory.
END
  exit 1
}

jdk_java=''
[ -z "${JAVA_HOME-}" ] || jdk_consider "$JAVA_HOME"
[ -n "$jdk_best" ] || jdk_consider_path
[ -n "$jdk_best" ] || jdk_consider_usual_places
[ -n "$jdk_best" ] || jdk_refuse

JAVA_HOME=$jdk_best
export JAVA_HOME
