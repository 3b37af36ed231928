using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using NodaTime;
using Period = NodaTime.Period;

namespace CaseStudies.Tests.Samples;

/// <summary>The logs hold what real logs hold: late sheets, slips and their repair, days when nobody came.</summary>
public sealed class SampleLogTests
{
    private const int LateDays = 14;
    private const int MaximumLineLength = 8_192;

    [Theory, ClassData(typeof(EachSample))]
    public void Nothing_is_refused(string id)
    {
        Assert.Empty(Sample.Of(id).Refusals);
        Assert.Empty(Sample.Of(id).Book.Problems);
    }

    [Theory, ClassData(typeof(EachSample))]
    public void It_says_that_it_is_a_reconstruction(string id)
    {
        var (sample, published) = (Sample.Of(id), SampleFiles.PublishedAs(id));
        var opened = sample.Book.InForce<InitiativeOpened>().Single();

        Assert.Equal(id, sample.Header.Initiative.Value);
        Assert.Equal(published.Organisation, sample.Header.Profile.Name.Ja);
        Assert.Equal(published.Title, opened.Title.Ja);
        Assert.Equal(sample.Header.Reconstruction, opened.Reconstruction);
        Assert.True(OrganisationIsDated(sample));
    }

    [Theory, ClassData(typeof(EachSample))]
    public void Lines_stay_readable(string id)
    {
        Assert.InRange(Sample.Of(id).Lines.Length, 100, 400);
        Assert.All(Sample.Of(id).Lines, l => Assert.InRange(l.Length, 1, MaximumLineLength));
    }

    [Theory, ClassData(typeof(EachSample))]
    public void It_was_recorded_in_order_and_at_waking_hours(string id)
    {
        var acts = Sample.Of(id).Acts;

        Assert.All(acts.Zip(acts.Skip(1)), pair => Assert.True(pair.First.RecordedAt <= pair.Second.RecordedAt));
        Assert.All(acts, a => Assert.InRange(Sample.InTokyo(a.RecordedAt).Hour, 7, 21));
        Assert.All(acts, a => Assert.True(a.Command.CapturedAt is null || a.Command.CapturedAt <= a.RecordedAt));
        Assert.Distinct(acts.Select(a => a.Command.Command));
    }

    [Theory, ClassData(typeof(EachSample))]
    public void A_late_entry_counts(string id)
    {
        var sample = Sample.Of(id);
        var entries = sample.Book.Entries.ToLookup(e => e.Id);

        Assert.Contains(Counted(sample), c =>
            c.On is { } on && Period.DaysBetween(on, Sample.InTokyo(entries[c.Entry].First().RecordedAt).Date) >= LateDays);
    }

    [Theory, ClassData(typeof(EachSample))]
    public void A_corrected_entry_counts(string id) => Assert.Contains(Counted(Sample.Of(id)), c => c.Revision > 1);

    [Theory, ClassData(typeof(EachSample))]
    public void A_withdrawn_entry_is_left_out(string id) =>
        Assert.Contains(Sample.Of(id).Headlines.SelectMany(f => f.Derivation.Parts).SelectMany(p => p.LeftOut), l => l.Rule == LeftOutRule.Withdrawn);

    [Theory, ClassData(typeof(EachSample))]
    public void Corrections_and_withdrawals_change_a_figure(string id)
    {
        var sample = Sample.Of(id);
        var changes = sample.Book.Entries.Where(e => !e.InForce).ToList();

        Assert.All(changes, e => Assert.NotNull(e.ClosedBy?.Note));
        foreach (var superseded in new[] { true, false })
        {
            Assert.Contains(changes.Where(e => e.Superseded == superseded), e =>
                sample.Headlines.Zip(Sample.Figures(sample.HadNotHappened(e.KnownTo!.Value))).Any(f =>
                    f.First.Value != f.Second.Value || f.First.Status != f.Second.Status));
        }
    }

    [Theory, ClassData(typeof(EachSample))]
    public void Once_nobody_came(string id) => Assert.Contains(Sample.Of(id).Book.InForce<ParticipantsCounted>(), c => c.Count == 0);

    private static IEnumerable<CountedEntry> Counted(Sample sample) => sample.Headlines.SelectMany(f => f.Derivation.Parts).SelectMany(p => p.Counted);

    private static bool OrganisationIsDated(Sample sample) => Domain.Organisations.OrganisationDescribed.IsPartialDate(sample.Header.Profile.Founded);
}
