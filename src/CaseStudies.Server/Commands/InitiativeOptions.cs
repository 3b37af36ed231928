using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Read;
using CaseStudies.Sheets;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Server.Commands;

/// <summary>The options that <c>figures</c> and <c>export</c> share: which period, as known when, in which language, how written.</summary>
internal sealed class InitiativeOptions
{
    private readonly Option<LocalDate?> _from, _to;
    private readonly Option<KnownAt?> _knownAt;
    private readonly Option<int?> _version;
    private readonly Option<CsvEncoding?> _encoding;
    private readonly Option<Language> _lang;
    private readonly Option<bool> _force;

    public InitiativeOptions(Grammar grammar)
    {
        PublicText date = new("日付(例: 2025-04-01)", "a date, like 2025-04-01");
        _from = grammar.Value<LocalDate?>("--from", "DAY", "期間の初日", "the first day of the period", TryDate, date);
        _to = grammar.Value<LocalDate?>("--to", "DAY", "期間の最終日", "the last day of the period", TryDate, date);
        _knownAt = grammar.Value<KnownAt?>("--known-at", "DAY|TIME", "この日の終わりか、この時刻までに記録されたことだけで",
            "only what was recorded until then, or until the end of that day", KnownAt.TryParse, new(
            "日付か、UTC との差を付けた日時(例: 2026-01-31、2026-01-31T23:59:59+09:00)",
            "a day or a date and time with its offset, like 2026-01-31 or 2026-01-31T23:59:59+09:00"));
        _version = grammar.Value<int?>("--version", "N", "この版までの記録だけで", "only what was recorded up to this version", TryNumber, new("整数", "a whole number"));
        _encoding = grammar.Value<CsvEncoding?>("--encoding", "utf-8|cp932", "CSV の文字コード(初期値は utf-8)", "of a .csv file; utf-8 unless given", TryEncoding, new(
            " utf-8 か cp932 ", "utf-8 or cp932"));
        _lang = grammar.Lang();
        _force = grammar.Flag("--force", "同じ名前のファイルがあれば置き換える", "replace the file if there is one");
        grammar.Demand(_from, result => result.GetResult(_to) is not null, new("--from には --to も必要です。", "--from needs --to as well."));
        grammar.Demand(_to, result => result.GetResult(_from) is not null, new("--to には --from も必要です。", "--to needs --from as well."));
        // As typed, because one of them may be no date: dates that are written in ISO 8601 sort as text.
        grammar.Demand(_to, result => string.CompareOrdinal(Typed(result.GetResult(_from)), Typed(result)) <= 0, new(
            "--from は --to より後にはできません。", "--from must not be after --to."));
        grammar.Demand(_version, result => result.GetResult(_knownAt) is null, new(
            "--known-at と --version は、どちらか一方だけを指定してください。", "--known-at and --version exclude each other."));
    }

    public Symbol[] All => [_from, _to, _knownAt, _version, _encoding, _force, _lang];

    public ViewQuery Asked(ParseResult parsed) => new(
        parsed.GetValue(_from) is { } from ? new(from, parsed.GetValue(_to)!.Value) : null, parsed.GetValue(_knownAt), parsed.GetValue(_version));

    public CsvEncoding Encoding(ParseResult parsed) => parsed.GetValue(_encoding) ?? CsvEncoding.Utf8;

    public Language Language(ParseResult parsed) => parsed.GetValue(_lang);

    public bool Force(ParseResult parsed) => parsed.GetValue(_force);

    public static bool TryKind(string text, out string? value)
    {
        value = text;
        return InitiativeEventCatalogue.Facts.ContainsKey(text);
    }

    private static string? Typed(OptionResult? result) => result?.Tokens.SingleOrDefault()?.Value;

    private static bool TryDate(string text, out LocalDate? value)
    {
        value = LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var date } && date.Year is >= Dates.FirstYear and <= Dates.LastYear ? date : null;
        return value is not null;
    }

    private static bool TryNumber(string text, out int? value)
    {
        value = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return value is not null;
    }

    private static bool TryEncoding(string text, out CsvEncoding? value)
    {
        value = text switch { "utf-8" => CsvEncoding.Utf8, "cp932" => CsvEncoding.Cp932, _ => null };
        return value is not null;
    }
}
