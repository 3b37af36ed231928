namespace CaseStudies.Server.Import;

/// <summary>What the addresses of imports and templates may ask, for the description of the API.</summary>
internal static class ImportParameters
{
    private static readonly (string Name, string Says)[] s_file =
    [
        ("mapping", "保存された対応表のキー / The key of a saved mapping."),
        ("kind", "attendance、headcounts、events、survey のどれか(省けば見出しから推測) / One of attendance, headcounts, events or survey. If omitted, it is guessed from the headers."),
    ];

    private static readonly (string Name, string Says)[] s_dryRun =
    [
        ("after", "前の応答の next / The 'next' of the previous answer: the rows after it."),
        ("from", "数値の期間の初日 / First day of the period of the figures; together with 'to'."), ("to", "数値の期間の最終日 / Last day of the period of the figures."),
    ];

    private static readonly (string Name, string Says)[] s_commit =
    [
        ("file", "確認(dry run)の file(必須) / The 'file' of the dry run; required."),
        ("digest", "確認(dry run)の digest(結果が変わる場合は受け付けない) / The 'digest' of the dry run; if the result would differ, the import is refused."),
    ];

    private static readonly (string Name, string Says)[] s_template =
    [
        ("fact", "events のとき、記録の種類 / For events: the kind of fact."),
        ("instrument", "survey のとき、調査票のキー(省けば最新) / For a survey: the key of the instrument. If omitted, the latest."),
        ("version", "survey のとき、調査票の版 / For a survey: the instrument's version."),
        ("wave", "survey のとき、調査の時点 / For a survey: the wave."),
    ];

    public static bool Has(string path) => path.Contains("/imports", StringComparison.Ordinal) || path.Contains("/templates/", StringComparison.Ordinal);

    public static IEnumerable<(string Name, string Says)> Of(string path, string? method) =>
        path.Contains("/templates/", StringComparison.Ordinal) ? s_template
        : method != "POST" || !Has(path) ? []
        : path.EndsWith("/dry-run", StringComparison.Ordinal) ? [.. s_file, .. s_dryRun]
        : path.Contains("/imports/{import", StringComparison.Ordinal) && path.IndexOf('}', path.IndexOf("{import", StringComparison.Ordinal)) == path.Length - 1 ? [.. s_commit, .. s_file]
        : [];
}
