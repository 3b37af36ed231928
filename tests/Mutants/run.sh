#!/usr/bin/env bash
# Applies each deliberate bug of mutants.txt to a copy of the tree, one by one, and runs the tests of the project that it is in: each
# must be caught by a test (one that does not compile is not). Those tests run on the unchanged tree first and must pass.
# Ends with `caught: N of N`; exits 0 only if all are. An argument runs only the bugs whose title contains it.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
git -C "$here/../.." ls-files -z | (cd "$here/../.." && xargs -0 cp --parents -t "$tree" 2>/dev/null)
cd "$tree" || exit 2
# A thousand histories notice what ten thousand do, and each of the bugs waits for them.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 CASESTUDIES_HISTORIES=1000

suite() { # file
    case "$1" in
        src/CaseStudies.Domain/*) echo tests/CaseStudies.Tests ;;
        src/CaseStudies.Sheets/* | src/CaseStudies.EmbeddedPostgres/* | src/CaseStudies.Server/*) echo "$1" | sed 's|^src/\([^/]*\)/.*|tests/\1.Tests|' ;;
    esac
}
build() { dotnet build "$1" --nologo -v q -p:RunAnalyzers=false >build.log 2>&1; }
tests() { timeout 600 dotnet test --no-build --project "$1" --stop-on-fail on --no-progress "${filter[@]}" >test.log 2>&1; }

controlled=()
control() { # suite; once for each suite and filter. A filter that finds no test does not pass, either.
    case " ${controlled[*]:-} " in *" <$1 ${filter[*]}> "*) return 0 ;; esac
    build "$1" || { tail -n 20 build.log; echo "the unchanged tree does not build: $1"; exit 2; }
    tests "$1" || { grep -m 5 '^failed' test.log || tail -n 5 test.log; echo "the unchanged tree does not pass: $1 ${filter[*]}"; exit 2; }
    controlled+=("<$1 ${filter[*]}>")
    echo "control: the unchanged tree passes $1 ${filter[*]}"
}

caught=0 all=0
mutate() { # title file old new; filter
    [ -n "$1" ] || return 0
    case "$1" in *"${only:-}"*) ;; *) return 0 ;; esac
    all=$((all + 1))
    local of
    of=$(suite "$2")
    [ -n "$of" ] || { echo "  ? $1: no tests are known for $2"; return 0; }
    if [ "$of" = tests/CaseStudies.Server.Tests ] && [ ${#filter[@]} = 0 ]; then
        echo "  ? $1: the server's suite takes minutes, so a line such as @ --filter-class '*ImportTests' names the tests"
        return 0
    fi
    control "$of"
    cp "$2" original
    if ! OLD="$3" NEW="$4" perl -0 -i -pe 'BEGIN { $n = 0 } $n += s/\Q$ENV{OLD}\E/$ENV{NEW}/; END { exit($n == 1 ? 0 : 3) }' "$2"; then
        echo "  ? $1: its lines are not in $2"
    elif ! build "$of"; then
        echo "  ? $1: does not compile: $(grep -m 1 -o 'error.*' build.log)"
    elif tests "$of"; then
        echo "  ! $1: no test noticed"
    elif ! grep -q '^failed CaseStudies' test.log; then
        echo "  ? $1: the tests broke off, and none of them failed: $(tail -n 1 test.log)"
    else
        caught=$((caught + 1))
        echo "  = $1: caught by $(grep -m 1 '^failed CaseStudies' test.log | sed -E 's/^failed //; s/ \([^()]*\)$//; s/CaseStudies\.([A-Za-z]+\.)?Tests\.//' | cut -c 1-110)"
    fi
    cp original "$2"
}

only=${1:-} title='' file='' old='' new='' filter=()
while IFS= read -r line; do
    case "$line" in
        '## '*) mutate "$title" "$file" "$old" "$new"; title=${line#\#\# } file='' old='' new='' filter=() ;;
        '#'* | '') ;;
        '-'*) old+="${old:+$'\n'}${line#-}" ;;
        '+'*) new+="${new:+$'\n'}${line#+}" ;;
        '@ '*) read -r -a words <<<"${line#@ }"; filter+=("${words[@]//\'/}") ;;
        *) file=$line ;;
    esac
done <"$here/mutants.txt"
mutate "$title" "$file" "$old" "$new"

echo "caught: $caught of $all"
[ "$caught" = "$all" ] && [ "$all" -gt 0 ]
