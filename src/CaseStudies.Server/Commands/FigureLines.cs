using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;

namespace CaseStudies.Server.Commands;

/// <summary>An initiative's figures on a terminal.</summary>
internal static class FigureLines
{
    public static async Task WriteAsync(InitiativeView view, Terminal terminal)
    {
        var (output, language) = (terminal.Output, terminal.Language);
        var face = InitiativeHeader.FromView(view);
        await output.WriteLineAsync($"{face.Organisation.In(language)} — {face.Title.In(language)}");
        var version = language == Language.Ja ? $"第{view.Book.Frontier}版" : $"version {view.Book.Frontier}";
        await output.WriteLineAsync($"{DateFormat.Span(view.Period, language, view.OrganisationDetails.Calendar)}, {version}");
        if (face.Reconstruction is not null)
            await output.WriteLineAsync(language == Language.Ja ? "再構成された記録" : "Reconstructed log");
        await output.WriteLineAsync();
        var rows = view.Figures.Select(f => new[] { f.Indicator.Value, f.Definition.Label.In(language), Value(f, language) }).ToArray();
        if (terminal.DrawsTables)
            TextTable.Draw(output, language == Language.Ja ? ["キー", "指標", "値"] : ["Key", "Indicator", "Value"], rows);
        else
            TextTable.WriteLines(output, rows);
        foreach (var problem in view.Book.Problems)
            await output.WriteLineAsync($"! {problem}");
    }

    /// <summary>A contested value has its status and the reason beside it.</summary>
    private static string Value(Figure figure, Language language)
    {
        var shown = figure.Status is FigureStatus.Computed or FigureStatus.Contested ? figure.Shown?.In(language) : null;
        if (figure.Status == FigureStatus.Computed && shown is not null)
            return shown;
        var status = $"[{Names.Describe(figure.Status).In(language)}]";
        return string.Join(' ', new[] { shown, status, figure.Derivation.Notes.FirstOrDefault()?.In(language) }.OfType<string>());
    }
}
