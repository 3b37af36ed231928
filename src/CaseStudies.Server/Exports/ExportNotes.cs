using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Read;
using CaseStudies.Sheets;
using CaseStudies.Server.Wording;
using NodaTime;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Exports;

/// <summary>The notes for somebody who finds the workbook a year later.</summary>
internal static class ExportNotes
{
    /// <param name="days">Null where no days were asked for.</param>
    public static SheetNotes FromView(InitiativeView view, Period? days, string what, Language language)
    {
        var (face, lines) = (InitiativeHeader.FromView(view), new List<string>());
        lines.Add($"{face.Organisation.In(language)} — {face.Title.In(language)}");
        lines.Add(what);
        if (face.Reconstruction is { } reconstruction)
            lines.Add(Say("再構成された記録:", "Reconstructed log: ") + reconstruction.In(language));
        lines.Add(Say("期間:", "Period: ") + (days is null ? Say("すべての日", "all days") : DateFormat.Span(days, language, view.OrganisationDetails.Calendar)));
        lines.Add(Say("把握時点:", "As known: ")
            + (view.KnownAt is { } at ? DateFormat.Moment(at, face.Zone, language) + " " : view.Version is null ? Say("出力時 ", "when exported ") : "")
            + Say($"(第{view.Book.Frontier}版)", $"(version {view.Book.Frontier})"));
        lines.Add(Say("時間帯:", "Time zone: ") + face.Zone.Id);
        foreach (var problem in view.Book.Problems)
            lines.Add(Say("読めない記録:", "Cannot be read: ") + problem);
        foreach (var import in view.Book.Pending)
            lines.Add(Say($"取り込み中(まだ有効ではありません):{import.Import}、{import.Rows} 件",
                $"Import in progress, not yet in force: {import.Import}, {EnglishPlurals.Count(import.Rows, "entries")}"));
        lines.Add(Say(
            "名前や自由記述などの非公開の文章は含みません。保管場所だけを示します。",
            "Private texts such as names and free words are not in this file; it says only where they are kept."));
        lines.Add(Say(
            "名前に「.」がある列(entry.kind、figure.low など)はプログラム用です。どの言語でも同じで、コードと正確な値が入っています。",
            "Columns whose names have a dot (entry.kind, figure.low and so on) are for programs. They are the same in every language "
                + "and hold codes and exact values."));
        return new(Say("この表について", "About this file"), [.. lines.Select(l => CellText.Fitting(l, language))]);

        string Say(string ja, string en) => language == Language.Ja ? ja : en;
    }
}
