using CaseStudies.Domain;

namespace CaseStudies.Server.Tests.Commands;

/// <summary>What the command line understands, what it answers to a slip, and what it tells the shell. No database is asked.</summary>
public sealed class GrammarTests
{
    private static readonly string[] s_verbs =
        ["demo", "rebuild", "import", "undo-import", "figures", "export", "backup", "restore", "erasures", "accounts", "accounts create", "accounts reset",
            "accounts disable", "accounts enable", "accounts sign-out", "accounts sign-out-all", "member", "key", "embedded", "embedded status",
            "embedded stop", "health", "jasperfx"];

    [Theory]
    [InlineData("bogus"), InlineData("demo bogus"), InlineData("demo demo"), InlineData("rebuild now"), InlineData("embedded bogus")]
    [InlineData("rebuild a/b --trust-events"), InlineData("rebuild --write --trust-events")]
    [InlineData("embedded"), InlineData("--check")]
    [InlineData("health"), InlineData("health here"), InlineData("health ftp://localhost"), InlineData("demo --check --sensitivity")]
    [InlineData("backup"), InlineData("backup a b"), InlineData("backup a --accept-differences")]
    [InlineData("backup --urls"), InlineData("backup --forse"), InlineData("import a/b --dryrn"), InlineData("restore"), InlineData("restore a --force")]
    [InlineData("restore a --erasures"), InlineData("erasures"), InlineData("erasures a b"), InlineData("erasures a --again")]
    [InlineData("accounts"), InlineData("accounts create"), InlineData("accounts create a b"), InlineData("accounts create a --owner-of B")]
    [InlineData("accounts reset"), InlineData("accounts remove a"), InlineData("accounts disable"), InlineData("accounts sign-out-all a")]
    [InlineData("member"), InlineData("member a m-1"), InlineData("member a m-1 owner"), InlineData("member a taro owner")]
    [InlineData("member A m-11111111111111111111111111111111 owner"), InlineData("member a m-11111111111111111111111111111111 boss")]
    [InlineData("import"), InlineData("import a/b"), InlineData("import a b.csv"), InlineData("import a/b c.csv --id 1")]
    [InlineData("undo-import a/b"), InlineData("undo-import a/b 1"), InlineData("undo-import a/b 0196b1c4-9d10-7a44-b0c2-1e5d7f3a9c20 --reason why")]
    [InlineData("import a/b c.csv --mapping"), InlineData("import a/b c.csv --force")]
    [InlineData("figures"), InlineData("figures one"), InlineData("figures a/b c"), InlineData("figures A/b"), InlineData("figures a/b/c")]
    [InlineData("figures a/b --from 2025-04-01")]
    [InlineData("figures a/b --to 2025-04-01"), InlineData("figures a/b --from 2025-04-02 --to 2025-04-01")]
    [InlineData("figures a/b --from 2025-13-01 --to 2026-01-01")]
    [InlineData("figures a/b --known-at soon"), InlineData("figures a/b --known-at 2026-01-31T23:59:59"), InlineData("figures a/b --version x")]
    [InlineData("figures a/b --version 3 --known-at 2026-01-31T14:59:59Z"), InlineData("figures a/b --csv")]
    [InlineData("figures a/b --kind session_held"), InlineData("figures a/b --colour red"), InlineData("figures a/b --lang fr")]
    [InlineData("export a/b"), InlineData("export a/b c.csv d.csv"), InlineData("export a/b c.csv --json"), InlineData("export a/b c.csv --kind none")]
    [InlineData("export a/b c.csv --encoding utf-7")]
    public async Task A_slip_is_told_in_both_languages_with_the_usage_and_nothing_is_tried(string line)
    {
        var (ja, en) = (await TypeAsync(line, Language.Ja), await TypeAsync(line, Language.En));

        Assert.Equal((2, "", 2, ""), (ja.Code, ja.Output, en.Code, en.Output));
        Assert.Matches("^[^\n]*[ぁ-ん]", ja.Error);
        Assert.DoesNotMatch("[ぁ-んァ-ン一-龥]", en.Error);
        Assert.Contains("casestudies", en.Error, StringComparison.Ordinal);
        Assert.Contains("--help", en.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("improt a/b c.csv", "import"), InlineData("figure a/b", "figures"), InlineData("Demo", "demo"), InlineData("embedded stauts", "status")]
    [InlineData("restore --accept-diferences", "--accept-differences")]
    [InlineData("figures a/b --verison 3", "--version"), InlineData("import a/b c.csv --dryrun", "--dry-run"), InlineData("demo --chek", "--check")]
    [InlineData("--url http://localhost:1", "--urls")]
    public async Task A_misspelt_verb_or_option_is_answered_with_what_was_probably_meant(string line, string meant)
    {
        Assert.Contains($"Did you mean {meant}?", (await TypeAsync(line, Language.En)).Error, StringComparison.Ordinal);
        Assert.Contains($"{meant} のことですか", (await TypeAsync(line, Language.Ja)).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("backup", "FILE is missing."), InlineData("import a/b", "FILE is missing."), InlineData("figures a/b --csv", "--csv needs a value.")]
    [InlineData("--urls", "--urls needs a value.")]
    [InlineData("embedded", "'embedded' needs a command after it."), InlineData("figures a/b c", "'c' is one word too many.")]
    [InlineData("demo --check --sensitivity", "--check and --sensitivity exclude each other.")]
    public async Task The_first_line_says_what_is_wrong(string line, string said) =>
        Assert.Equal(said, (await TypeAsync(line, Language.En)).Error.Split('\n')[0]);

    [Theory]
    [InlineData(Language.Ja), InlineData(Language.En)]
    public async Task Every_verb_has_help_in_both_languages(Language language)
    {
        foreach (var verb in s_verbs)
        {
            var (code, output, error) = await TypeAsync($"{verb} --help", language);
            Assert.Equal((0, "", verb), (code, error, verb));
            Assert.Contains($"casestudies {verb}", output, StringComparison.Ordinal);
            Assert.All(output.Split('\n').Where(l => l.Contains("  --", StringComparison.Ordinal)), l => Assert.Equal(language == Language.Ja, Japanese(l)));
            Assert.Equal(language == Language.Ja, Japanese(output.Split('\n')[0]));
            Assert.Equal(output, (await TypeAsync($"help {verb}", language)).Output);
        }
    }

    [Fact]
    public async Task The_help_lists_every_verb_and_documents_the_exit_codes()
    {
        var (code, output, _) = await TypeAsync("--help", Language.En);

        Assert.Equal(0, code);
        Assert.All(s_verbs.Where(v => !v.Contains(' ', StringComparison.Ordinal)), v => Assert.Contains($"casestudies {v} ", output, StringComparison.Ordinal));
        Assert.Matches("(?s)Exit codes:.*  0  done.*  1  not done.*  2  ", output);
    }

    private static bool Japanese(string text) => text.Any(c => c is >= 'ぁ' and <= 'ん' or >= 'ァ' and <= 'ン' or >= '一' and <= '龥');

    /// <summary>No server stands behind it: whoever goes on to work fails with a null reference.</summary>
    private static Task<(int Code, string Output, string Error)> TypeAsync(string line, Language language) => new FixtureHost(null!).TypeAsync(line, language);
}
