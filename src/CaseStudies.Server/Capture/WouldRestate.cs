using System.Collections.Immutable;
using CaseStudies.Domain.Indicators;
using NodaTime;

namespace CaseStudies.Server.Capture;

/// <summary>A closed period that something announced would restate.</summary>
/// <param name="Closing">The number of the closing that stands.</param>
/// <param name="Changes">How many changes the list of this closing would get.</param>
/// <param name="Figures">The figures of the period that would change.</param>
internal sealed record WouldRestate(LocalDate From, LocalDate To, int Closing, int Changes, ImmutableArray<FigureChange> Figures)
{
    public static WouldRestate FromRestatements(Restatements restated) =>
        new(restated.Closing.From, restated.Closing.To, restated.Closing.Number, restated.Changes.Length, restated.Figures);
}
