using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Read;

namespace CaseStudies.Server.Commands;

/// <summary>A published figure beside what the log gives.</summary>
/// <param name="Derived">Null: the log adopts no such indicator.</param>
/// <param name="NotCarried">Why no log can hold it, as the sample says.</param>
internal sealed record ComparedFigure(PublishedFigure Published, bool Headline, Figure? Derived, bool Agrees, PublicText? NotCarried)
{
    /// <summary>A further figure may be missing with a reason. Without one it would get lost unseen.</summary>
    public bool Disagrees => Derived is null ? NotCarried is null : !Agrees;
}

internal sealed record ComparedInitiative(Sample Sample, int Events, ImmutableArray<ComparedFigure> Figures);

/// <summary>Holds what is derived against what was published, figure by figure, for the period that each publication is about.</summary>
internal sealed class DemoReport(InitiativeReader reader)
{
    public async IAsyncEnumerable<ComparedInitiative> CompareAsync(IEnumerable<Sample> samples, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var published = PublishedInitiative.Read(Samples.Folder).ToDictionary(p => p.Id);
        foreach (var sample in samples)
        {
            var expected = published[sample.Initiative.Value];
            // The period is named: without it the reader takes the fiscal year of the last record, which may be a later one.
            var view = await reader.ReadAsync(sample.Organisation, sample.Initiative, new(Period: expected.Period), cancellation);
            var derived = view!.Figures.ToLookup(f => f.Indicator.Value);
            yield return new(sample, view.Book.Frontier,
            [
                .. expected.Figures.Select(f => Headline(f, derived[f.Key].FirstOrDefault())),
                .. expected.Further.Select(f => Further(f, derived[f.Key].FirstOrDefault(), sample)),
            ]);
        }
    }

    private static ComparedFigure Headline(PublishedFigure published, Figure? derived) => new(
        published, Headline: true, derived, derived is { Status: FigureStatus.Computed, Shown: { } shown } && shown.Ja == published.Text, NotCarried: null);

    private static ComparedFigure Further(PublishedFigure published, Figure? derived, Sample sample) => new(
        published, Headline: false, derived, derived is not null && published.Agrees(derived), sample.NotCarried.GetValueOrDefault(published.Key));
}
