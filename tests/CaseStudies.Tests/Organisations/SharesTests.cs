using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using NodaTime;

namespace CaseStudies.Tests.Organisations;

public sealed class SharesTests
{
    private static readonly Instant s_now = Instant.FromUtc(2026, 4, 1, 0, 0);
    private static readonly ShareId s_id = new(Guid.Parse("8b1f1b5e-6a0e-4f57-9a56-0f6a51c0d7a1"));
    private static readonly SharedFigure s_visits =
        new(new("garden"), new("visits"), new(2025, 4, 1), new(2026, 3, 31), s_now + Duration.FromDays(30));

    [Fact]
    public void A_figure_is_shared_until_its_link_is_revoked()
    {
        var state = Organisation.Evolve(null, Event(s_visits, s_id));
        Assert.Equal((s_visits, null), (state.Find(s_id), state.Find(new ShareId(Guid.Empty))));

        var revoked = new ShareRevoked(s_id, GrantCause.Security);
        Assert.Equal((revoked, null), ShareDecisions.Revoke(state, s_id, GrantCause.Security));
        state = Organisation.Evolve(state, revoked);
        Assert.Null(state.Find(s_id));
        Assert.Equal("share-unknown", ShareDecisions.Revoke(state, s_id, GrantCause.Security).Refusal?.Code);
        Assert.Equal("share-unknown", ShareDecisions.Revoke(null, s_id, GrantCause.Security).Refusal?.Code);
    }

    [Fact]
    public void A_link_shows_what_there_is_and_for_a_year_at_most()
    {
        Assert.Equal("shared-figure-unknown", ShareDecisions.Make(null, s_id, s_visits, figureExists: false, s_now).Refusal?.Code);
        Assert.Equal("share-duration", Code(s_now));
        Assert.Equal("share-duration", Code(s_now + Duration.FromDays(366) + Duration.Epsilon));
        Assert.Null(Code(s_now + Duration.FromDays(366)));

        static string? Code(Instant until) => ShareDecisions.Make(null, s_id, s_visits with { Until = until }, figureExists: true, s_now).Refusal?.Code;
    }

    [Fact]
    public void An_organisation_has_a_hundred_links_at_most_that_are_not_over()
    {
        var state = Enumerable.Range(0, 100).Select(i => Event(s_visits with { Until = s_now + Duration.FromDays(i + 1) }, new(Guid.NewGuid())))
            .Aggregate((Organisation?)null, Organisation.Evolve);
        Assert.Equal("shares-too-many", ShareDecisions.Make(state, s_id, s_visits, true, s_now).Refusal?.Code);
        Assert.Null(ShareDecisions.Make(state, s_id, s_visits, true, s_now + Duration.FromDays(1)).Refusal);
    }

    private static OrganisationEvent Event(SharedFigure share, ShareId id)
    {
        var (made, refusal) = ShareDecisions.Make(null, id, share, figureExists: true, s_now);
        Assert.Null(refusal);
        return made!;
    }
}
