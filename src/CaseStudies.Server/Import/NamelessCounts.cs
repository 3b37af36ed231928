using CaseStudies.Domain;
using NodaTime;

namespace CaseStudies.Server.Import;

/// <summary>
/// Adds up the heads without a name that the rows of a file state of one session: two rows 匿名 are two heads. Filled before the first row is read.
/// </summary>
internal sealed class NamelessCounts(SessionMatcher occasions)
{
    private readonly List<(Slug Strand, LocalDate On, LocalTime? Time, Slug Scheme, Slug Group, int Number, Place At)> _said = [];
    private Dictionary<(SessionId, Slug Scheme, Slug Group), (int Number, Place First)>? _sums;

    public void Say(Slug strand, LocalDate on, LocalTime? time, (Slug Scheme, Slug Group) counted, int number, Place at) =>
        _said.Add((strand, on, time, counted.Scheme, counted.Group, number, at));

    /// <summary>All of them at a session, and the row that states the first.</summary>
    public (int Number, Place First) At(SessionId session, (Slug Scheme, Slug Group) counted)
    {
        _sums ??= _said.GroupBy(s => (occasions.At(s.Strand, s.On, s.Time).Session, s.Scheme, s.Group))
            .ToDictionary(g => g.Key, g => (g.Sum(s => s.Number), g.First().At));
        return _sums[(session, counted.Scheme, counted.Group)];
    }
}
