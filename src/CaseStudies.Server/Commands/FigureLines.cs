using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;

namespace CaseStudies.Server.Commands;

/// <summary>Figures as a table on a terminal, where a Japanese letter is two places wide.</summary>
internal static class FigureLines
{
    public static async Task WriteAsync(InitiativeView view, Language language, TextWriter output)
    {
        var face = InitiativeFace.Of(view);
        await output.WriteLineAsync($"{face.Organisation.In(language)} — {face.Title.In(language)}");
        await output.WriteLineAsync($"{ToldDates.Span(view.Period, language, view.Told.Calendar)}, {(language == Language.Ja ? $"第{view.Book.Frontier}版" : $"version {view.Book.Frontier}")}");
        if (face.Reconstruction is not null)
            await output.WriteLineAsync(language == Language.Ja ? "再構成された記録" : "Reconstructed log");
        await output.WriteLineAsync();
        var rows = view.Figures.Select(f => (Key: f.Indicator.Value, Label: f.Definition.Label.In(language), Told: Told(f, language))).ToList();
        var (key, label) = (rows.Select(r => Width(r.Key)).DefaultIfEmpty().Max(), rows.Select(r => Width(r.Label)).DefaultIfEmpty().Max());
        foreach (var row in rows)
            await output.WriteLineAsync($"{Padded(row.Key, key)}  {Padded(row.Label, label)}  {row.Told}");
        foreach (var problem in view.Book.Problems)
            await output.WriteLineAsync($"! {problem}");
    }

    /// <summary>A value that is contested says so beside it.</summary>
    private static string Told(Figure figure, Language language)
    {
        var (status, shown) = (Names.Of(figure.Status).In(language), figure.Status is FigureStatus.Computed or FigureStatus.Contested ? figure.Shown?.In(language) : null);
        return figure.Status == FigureStatus.Computed && shown is not null ? shown
            : $"{(shown is null ? "" : shown + " ")}[{status}]{string.Concat(figure.Derivation.Notes.Take(1).Select(n => $" {n.In(language)}"))}";
    }

    private static string Padded(string text, int width) => text + new string(' ', width - Width(text));

    private static int Width(string text) => text.EnumerateRunes().Sum(r => r.Value is >= 0x1100 and <= 0x115F or >= 0x2E80 and <= 0xA4CF or >= 0xAC00 and <= 0xD7A3
        or >= 0xF900 and <= 0xFAFF or >= 0xFE30 and <= 0xFE4F or >= 0xFF00 and <= 0xFF60 or >= 0xFFE0 and <= 0xFFE6 or >= 0x1F300 and <= 0x1FAFF or >= 0x20000 ? 2 : 1);
}
