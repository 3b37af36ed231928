#!/usr/bin/env bash
# Applies each deliberate bug of mutants.txt to a copy of the tree, one by one, and runs the tests of the project that it is in: each
# must be caught by a test (one that does not compile is not). Those tests run on the unchanged tree first and must pass; before a sample the caller
# has run them.
# Ends with `caught: N of N`; exits 0 only if all are. An argument runs only the bugs whose title or file contains it. CASESTUDIES_MUTANTS=sample
# runs every hundredth; the commit says which, so that each commit is held against the same ones every time and the next against others.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
git -C "$here/../.." ls-files -z | (cd "$here/../.." && xargs -0 cp --parents -t "$tree" 2>/dev/null)
cd "$tree" || exit 2
# A thousand histories notice what ten thousand do, and each of the bugs waits for them.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 CASESTUDIES_HISTORIES=1000

titles=() files=() olds=() news=() filters=() suites=()
add() {
    titles+=("$title") files+=("$file") olds+=("$old") news+=("$new") filters+=("$filter")
    case "$file" in
        src/CaseStudies.Domain/*) suites+=(tests/CaseStudies.Tests) ;;
        *) suites+=("$(sed 's|^src/\([^/]*\)/.*|tests/\1.Tests|' <<<"$file")") ;;
    esac
}
title=''
while IFS= read -r line; do
    case "$line" in
        '## '*) [ -z "$title" ] || add; title=${line#\#\# } file='' old='' new='' filter='' ;;
        '#'* | '') ;;
        '-'*) old+="${old:+$'\n'}${line#-}" ;;
        '+'*) new+="${new:+$'\n'}${line#+}" ;;
        '@ '*) line=${line#@ }; filter+="${filter:+ }${line//\'/}" ;;
        *) file=$line ;;
    esac
done <"$here/mutants.txt"
add

chosen=() of=''
case "${CASESTUDIES_MUTANTS:-all}" in
    all) every=1 first=0 ;;
    sample)
        every=100
        first=$((0x$(git -C "$here" rev-parse --short=7 HEAD 2>/dev/null || echo 0) % every))
        of=" (sample of ${#titles[@]})"
        echo "a sample: every ${every}th of ${#titles[@]}, from number $((first + 1)) on"
        ;;
    *) echo "CASESTUDIES_MUTANTS is all or sample"; exit 2 ;;
esac
for ((i = first; i < ${#titles[@]}; i += every)); do
    case "${titles[i]} ${files[i]}" in *"${1:-}"*) chosen+=("$i") ;; esac
done

build() { dotnet build "$@" --nologo -v q -p:RunAnalyzers=false >build.log 2>&1; }
tests() { # suite arguments
    local suite=$1
    shift
    # The rules for sources look at the text, such as at a line that the bug made longer, and not at what it does.
    timeout 600 dotnet test --no-build --project "$suite" --stop-on-fail on --no-progress --filter-not-namespace '*.Tests.Rules' "$@" >test.log 2>&1
}

# Most bugs are noticed by the quick tests of the domain: those that take long run where these notice nothing.
pass() { # suite arguments
    if [ "$1" = tests/CaseStudies.Tests ] && [ $# = 1 ]; then
        tests "$1" --filter-not-trait Takes=long && tests "$1" --filter-trait Takes=long
    else
        tests "$@"
    fi
}

control() { # suite; with the tests that its bugs name, or all of them
    local words=() all=false
    for i in "${chosen[@]}"; do
        [ "${suites[i]}" = "$1" ] || continue
        [ -n "${filters[i]}" ] || all=true
        case " ${words[*]:-} " in *" ${filters[i]} "*) ;; *) read -r -a more <<<"${filters[i]}"; words+=("${more[@]}") ;; esac
    done
    $all && words=()
    build "$1" || { tail -n 20 build.log; echo "the unchanged tree does not build: $1"; exit 2; }
    [ "$every" = 1 ] || return
    tests "$1" "${words[@]}" || { grep -m 5 '^failed' test.log || tail -n 5 test.log; echo "the unchanged tree does not pass: $1 ${words[*]}"; exit 2; }
    echo "control: the unchanged tree passes $1 ($(sed -n 's/^ *total: *//p' test.log | tail -n 1) tests)"
}

# All of them, whatever is chosen: an edit that moved the lines of a bug is noticed at once.
moved=0
for i in "${!titles[@]}"; do
    OLD="${olds[i]}" perl -0 -ne '$n += () = /\Q$ENV{OLD}\E/g; END { exit($n == 1 ? 0 : 3) }' "${files[i]}" && continue
    echo "its lines do not stand once in ${files[i]}: ${titles[i]}"
    moved=1
done
[ $moved = 0 ] || exit 2

caught=0
mutate() { # number
    local title=${titles[$1]} file=${files[$1]} suite=${suites[$1]} words
    read -r -a words <<<"${filters[$1]}"
    if [ "$suite" = tests/CaseStudies.Server.Tests ] && [ ${#words[@]} = 0 ]; then
        echo "  ? $title: the server's suite takes minutes, so a line such as @ --filter-method '*.ImportTests.*' names the tests"
        return
    fi
    cp "$file" original || return
    OLD="${olds[$1]}" NEW="${news[$1]}" perl -0 -i -pe 's/\Q$ENV{OLD}\E/$ENV{NEW}/' "$file"
    if ! build "$suite" --no-restore; then
        echo "  ? $title: does not compile: $(grep -m 1 -o 'error.*' build.log)"
    elif pass "$suite" "${words[@]}"; then
        echo "  ! $title: no test noticed"
    elif ! grep -q '^failed CaseStudies' test.log; then
        echo "  ? $title: the tests broke off, and none of them failed: $(tail -n 1 test.log)"
    else
        caught=$((caught + 1))
        echo "  = $title: caught by $(grep -m 1 '^failed CaseStudies' test.log |
            sed -E 's/^failed //; s/ \([^()]*\)$//; s/CaseStudies\.([A-Za-z]+\.)?Tests\.//' | cut -c 1-110)"
    fi
    cp original "$file"
}

declare -A controlled=()
for number in "${chosen[@]}"; do
    suite=${suites[number]}
    [ -n "${controlled[$suite]:-}" ] || { control "$suite"; controlled[$suite]=yes; }
    mutate "$number"
done

echo "caught: $caught of ${#chosen[@]}$of"
[ "$caught" = "${#chosen[@]}" ] && [ "$caught" -gt 0 ]
