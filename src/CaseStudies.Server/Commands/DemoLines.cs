using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;

namespace CaseStudies.Server.Commands;

/// <summary>What <c>demo</c> prints. Its last lines are read by scripts and stay the same in both languages.</summary>
internal sealed class DemoLines(Terminal terminal)
{
    private const int LongestArithmetic = 90;

    public void Loaded(LoadedSample loaded) => terminal.Say(DemoTexts.Loaded(loaded));

    public void Compared(ComparedInitiative compared)
    {
        terminal.Output.WriteLine();
        terminal.Say(DemoTexts.Initiative(compared));
        if (terminal.DrawsTables)
            TextTable.Draw(terminal.Output, DemoTexts.Headings(terminal.Language), compared.Figures.Select(Cells));
        else
            foreach (var figure in compared.Figures)
                terminal.Output.WriteLine(Line(figure));
    }

    public void Totals(IReadOnlyCollection<ComparedFigure> figures)
    {
        var further = figures.Where(f => !f.Headline).ToList();
        terminal.Output.WriteLine();
        terminal.Output.WriteLine($"further figures carried: {further.Count(f => f.Derived is not null)} of {further.Count}");
        if (further.Count(f => f.Disagrees) is > 0 and var disagreeing)
            terminal.Output.WriteLine($"further figures that disagree, or are missing without a reason: {disagreeing}");
        var headlines = figures.Where(f => f.Headline).ToList();
        terminal.Output.WriteLine($"headline figures as published: {headlines.Count(f => f.Agrees)} of {headlines.Count}");
    }

    public void Probed(Sample sample, string indicator, PublicText? changed) => terminal.Output.WriteLine(
        $"  {(changed is null ? "≠" : "=")} {sample.Initiative} {indicator}: {(changed ?? DemoTexts.NothingChanges).In(terminal.Language)}");

    public void Sensitive(int sensitive, int all)
    {
        terminal.Output.WriteLine();
        terminal.Output.WriteLine($"sensitive: {sensitive} of {all}");
    }

    public static string Shortened(string? arithmetic) =>
        arithmetic is { Length: > LongestArithmetic } ? arithmetic[..(LongestArithmetic - 3)] + "…" : arithmetic ?? "";

    private string Line(ComparedFigure figure)
    {
        var language = terminal.Language;
        var begin = $"  {Mark(figure)} {figure.Published.Key,-28} ";
        if (!figure.Headline && figure.Derived is null)
            return begin + DemoTexts.NotCarried(figure.NotCarried).In(language);
        return begin + DemoTexts.Both(figure.Published.Text, Derived(figure)).In(language) + (figure.Headline ? $"   {Arithmetic(figure)}" : "");
    }

    private IEnumerable<string> Cells(ComparedFigure figure) =>
        [Mark(figure), figure.Published.Key, figure.Published.Text, figure.Derived is null && !figure.Headline ? "–" : Derived(figure), How(figure)];

    private string How(ComparedFigure figure) =>
        figure.Derived is null && !figure.Headline ? DemoTexts.NotCarried(figure.NotCarried).In(terminal.Language) : Arithmetic(figure);

    private string Derived(ComparedFigure figure) => figure.Derived is not { } derived ? DemoTexts.NoIndicator.In(terminal.Language)
        : derived.Shown?.Ja ?? Names.Describe(derived.Status).In(terminal.Language);

    private string Arithmetic(ComparedFigure figure) => Shortened(figure.Derived?.Derivation.Arithmetic?.In(terminal.Language));

    private static string Mark(ComparedFigure figure) => figure switch
    {
        { Headline: true, Agrees: true } => "=",
        { Headline: false, Derived: null } => "–",
        { Agrees: true } => "·",
        _ => "≠",
    };
}
