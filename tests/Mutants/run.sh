#!/usr/bin/env bash
# Applies each deliberate bug of mutants.txt to a copy of the tree, one by one, and runs the domain's tests: each must be
# caught by a test (one that does not compile is not). The unchanged tree is run first and must pass.
# Ends with `caught: N of N`; exits 0 only if all are. An argument runs only the bugs whose title contains it.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
git -C "$here/../.." ls-files -z | (cd "$here/../.." && xargs -0 cp --parents -t "$tree" 2>/dev/null)
cd "$tree" || exit 2
# A thousand histories notice what ten thousand do, and each of the bugs waits for them.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 CASESTUDIES_HISTORIES=1000
suite=tests/CaseStudies.Tests

build() { dotnet build "$suite" --nologo -v q -p:RunAnalyzers=false >build.log 2>&1; }
tests() { timeout 600 dotnet test --no-build --project "$suite" --stop-on-fail on --no-progress >test.log 2>&1; }

build || { tail -n 20 build.log; echo "the unchanged tree does not build"; exit 2; }
tests || { grep -m 5 '^failed' test.log; echo "the unchanged tree does not pass"; exit 2; }
echo "control: the unchanged tree passes"

caught=0 all=0
mutate() { # title file old new
    [ -n "$1" ] || return 0
    case "$1" in *"${only:-}"*) ;; *) return 0 ;; esac
    all=$((all + 1))
    cp "$2" original
    if ! OLD="$3" NEW="$4" perl -0 -i -pe 'BEGIN { $n = 0 } $n += s/\Q$ENV{OLD}\E/$ENV{NEW}/; END { exit($n == 1 ? 0 : 3) }' "$2"; then
        echo "  ? $1: its lines are not in $2"
    elif ! build; then
        echo "  ? $1: does not compile: $(grep -m 1 -o 'error.*' build.log)"
    elif tests; then
        echo "  ! $1: no test noticed"
    else
        caught=$((caught + 1))
        echo "  = $1: caught by $(grep -m 1 '^failed CaseStudies' test.log | sed 's/^failed //; s/ ([^()]*)$//; s/CaseStudies\.Tests\.//' | cut -c 1-110)"
    fi
    cp original "$2"
}

only=${1:-} title='' file='' old='' new=''
while IFS= read -r line; do
    case "$line" in
        '## '*) mutate "$title" "$file" "$old" "$new"; title=${line#\#\# } file='' old='' new='' ;;
        '#'* | '') ;;
        '-'*) old+="${old:+$'\n'}${line#-}" ;;
        '+'*) new+="${new:+$'\n'}${line#+}" ;;
        *) file=$line ;;
    esac
done <"$here/mutants.txt"
mutate "$title" "$file" "$old" "$new"

echo "caught: $caught of $all"
[ "$caught" = "$all" ] && [ "$all" -gt 0 ]
