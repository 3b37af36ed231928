using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using NodaTime;

namespace CaseStudies.Tests.Organisations;

public sealed class GrantsTests
{
    private static readonly Slug s_own = new("ysc"), s_funder = new("fund"), s_garden = new("garden"), s_farm = new("farm");
    private static readonly Instant s_now = Instant.FromUtc(2026, 4, 1, 0, 0);
    private static readonly MemberId s_auditor = new("m-" + new string('1', 32));
    private static readonly SubjectId s_other = new("m-" + new string('2', 32));
    private static readonly GrantId s_id = new(Guid.Parse("a062d8a8-be01-4e53-8a51-523e8f60bf06"));

    private static readonly Grant s_figures = new(s_funder, GrantLevel.Figures, s_now);
    private static readonly Grant s_entries = new(s_funder, GrantLevel.Entries, s_now, [s_garden, s_farm], s_auditor, s_now + Duration.FromDays(30));

    [Fact]
    public void All_initiatives_are_granted_to_every_member_of_the_funder_until_that_is_revoked()
    {
        var state = Made(s_figures);
        var grant = Assert.Single(state.Grants!).Value;
        Assert.True(grant.Allows(s_other, s_garden, s_now) && grant.Allows(s_other, s_farm, s_now + Duration.FromDays(10_000)));
        Assert.False(grant.Allows(s_other, s_garden, s_now - Duration.Epsilon));

        var revoked = new GrantRevoked(s_id, GrantCause.AgreementOver);
        Assert.Equal((revoked, null), GrantDecisions.Revoke(state, s_id, GrantCause.AgreementOver));
        state = Organisation.Evolve(state, revoked);
        Assert.Empty(state.Grants!);
        Assert.Equal("grant-unknown", GrantDecisions.Revoke(state, s_id, GrantCause.AgreementOver).Refusal?.Code);
    }

    [Fact]
    public void Entries_are_granted_to_one_auditor_for_named_initiatives_until_a_moment()
    {
        var grant = Assert.Single(Made(s_entries).Grants!).Value;
        Assert.True(grant.Allows(s_auditor.ToSubject(), s_garden, s_now));
        Assert.False(grant.Allows(s_other, s_garden, s_now));
        Assert.False(grant.Allows(s_auditor.ToSubject(), new("shed"), s_now));
        Assert.False(grant.Allows(s_auditor.ToSubject(), s_garden, s_entries.Until!.Value));
        Assert.Equal([s_farm, s_garden], grant.Initiatives!.Value);
    }

    [Fact]
    public void What_is_not_granted()
    {
        Assert.Equal("funder-unknown", Code(s_figures with { Funder = s_own }));
        Assert.Equal("funder-unknown", GrantDecisions.Make(null, s_own, s_id, s_figures, funderExists: false, s_now).Refusal?.Code);
        Assert.Equal("granted-initiatives", Code(s_figures with { Initiatives = ImmutableArray<Slug>.Empty }));
        Assert.Equal("granted-initiatives", Code(s_figures with { Initiatives = [.. Enumerable.Range(0, 201).Select(i => new Slug($"i{i}"))] }));
        Assert.Equal("grant-ends-before", Code(s_figures with { Until = s_now }));
        Assert.Equal("grant-ends-before", Code(s_figures with { From = s_now + Duration.FromDays(2), Until = s_now + Duration.FromDays(1) }));
        Assert.Equal("auditor-missing", Code(s_entries with { Auditor = null }));
        Assert.Equal("audit-duration", Code(s_entries with { Until = null }));
        Assert.Equal("audit-duration", Code(s_entries with { Until = s_now + Duration.FromDays(366) + Duration.Epsilon }));
        Assert.Null(Code(s_entries with { Until = s_now + Duration.FromDays(366) }));

        static string? Code(Grant grant) => GrantDecisions.Make(null, s_own, s_id, grant, funderExists: true, s_now).Refusal?.Code;
    }

    [Fact]
    public void A_grant_is_narrowed_and_never_widened()
    {
        var state = Made(s_entries);
        var sooner = s_now + Duration.FromDays(7);
        var narrowed = Assert.IsType<GrantNarrowed>(Narrow([s_garden], GrantLevel.Figures, sooner).Event);
        Assert.Equal([s_garden], narrowed.Initiatives!.Value);
        Assert.Equal((GrantLevel.Figures, sooner), (narrowed.Level, narrowed.Until));
        Assert.Equal((null, null), Narrow(null, GrantLevel.Entries, null));
        Assert.Equal("grant-would-widen", Narrow([s_garden, new("shed")], GrantLevel.Entries, null).Refusal?.Code);
        Assert.Equal("grant-would-widen", Narrow(null, GrantLevel.Entries, s_entries.Until + Duration.FromDays(1)).Refusal?.Code);
        Assert.Equal("grant-ends-before", Narrow(null, GrantLevel.Entries, s_now).Refusal?.Code);

        state = Organisation.Evolve(state, narrowed);
        var grant = Assert.Single(state.Grants!).Value;
        Assert.True(grant.Allows(s_auditor.ToSubject(), s_garden, s_now));
        Assert.False(grant.Allows(s_auditor.ToSubject(), s_farm, s_now));
        Assert.False(grant.Allows(s_auditor.ToSubject(), s_garden, sooner));
        Assert.Equal("grant-would-widen", Narrow(null, GrantLevel.Entries, null).Refusal?.Code);
        Assert.Equal("grant-unknown", GrantDecisions.Narrow(state, new(Guid.Empty), null, GrantLevel.Figures, null, GrantCause.Other, s_now).Refusal?.Code);

        (OrganisationEvent? Event, Refusal? Refusal) Narrow(ImmutableArray<Slug>? initiatives, GrantLevel level, Instant? until) =>
            GrantDecisions.Narrow(state, s_id, initiatives, level, until, GrantCause.TooWide, s_now);
    }

    [Fact]
    public void An_organisation_has_a_hundred_grants_at_most_that_are_not_over()
    {
        var state = Enumerable.Range(0, 100).Select(i => Event(s_figures with { Until = s_now + Duration.FromDays(i + 1) }, new(Guid.NewGuid())))
            .Aggregate((Organisation?)null, Organisation.Evolve);
        Assert.Equal("grants-too-many", GrantDecisions.Make(state, s_own, s_id, s_figures, true, s_now).Refusal?.Code);
        Assert.Null(GrantDecisions.Make(state, s_own, s_id, s_figures, true, s_now + Duration.FromDays(1)).Refusal);
    }

    private static Organisation Made(Grant grant) => Organisation.Evolve(null, Event(grant, s_id));

    private static OrganisationEvent Event(Grant grant, GrantId id)
    {
        var (made, refusal) = GrantDecisions.Make(null, s_own, id, grant, funderExists: true, s_now);
        Assert.Null(refusal);
        return made!;
    }
}
