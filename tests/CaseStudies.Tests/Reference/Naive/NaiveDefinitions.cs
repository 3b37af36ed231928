using System.Text.Json.Nodes;
using NodaTime;

namespace CaseStudies.Tests.Reference.Naive;

/// <param name="From">The day from which it applies.</param>
internal sealed record NaiveVersion(int Number, LocalDate From, JsonObject Definition);

/// <summary>What one indicator means from day to day.</summary>
internal sealed class NaiveDefinitions
{
    public string Key { get; }
    public LocalDate AdoptedOn { get; }
    public List<NaiveVersion> Versions { get; }
    public List<LocalDate> Retirements { get; }

    private NaiveDefinitions(NaiveLog log, Revision adopted)
    {
        (Key, AdoptedOn) = (adopted.Own("indicator")!, adopted.OwnDay!.Value);
        Versions = [new(1, AdoptedOn, adopted.Body["definition"]!.AsObject()), .. About("indicator_revised")
            .Select(r => new NaiveVersion((int)r.Body["version"]!, r.OwnDay!.Value, r.Body["definition"]!.AsObject())).OrderBy(v => v.Number)];
        Retirements = [.. About("indicator_retired").Select(r => r.OwnDay!.Value)];

        IEnumerable<Revision> About(string kind) => log.InForce(kind).Where(r => r.Own("indicator") == Key);
    }

    public static List<NaiveDefinitions> Of(NaiveLog log) => [.. log.InForce("indicator_adopted").Select(a => new NaiveDefinitions(log, a))];

    public LocalDate? RetiredOn => Retirements.Count == 0 ? null : Retirements.Min();

    /// <summary>A period that begins on the day of the retirement, or later, has no figure of it.</summary>
    public bool IsInPeriodsFrom(LocalDate first) => !Retirements.Exists(r => r <= first);

    /// <summary>The version with the highest number of those that apply on that day. The days before the adoption go by what applied on that day.</summary>
    public NaiveVersion Governing(LocalDate day) => Versions.Last(v => v.From <= LocalDate.Max(day, AdoptedOn));

    /// <summary>The other versions by which some day of the period goes, in the order of these days.</summary>
    public List<NaiveVersion> Beside(NaiveVersion one, Days period)
    {
        var beside = new List<NaiveVersion>();
        for (var day = period.First!.Value; day <= period.Last; day = day.PlusDays(1))
        {
            var governing = Governing(day);
            if (governing != one && !beside.Contains(governing))
                beside.Add(governing);
        }

        return beside;
    }
}
