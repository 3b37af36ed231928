using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using static CaseStudies.Tests.History;

namespace CaseStudies.Tests.Organisations;

public sealed class ErasureTests
{
    [Fact]
    public void That_somebody_was_erased_is_recorded_with_all_ids_in_one_order_and_the_ground()
    {
        var (decided, refusal) = OrganisationDecisions.Erase([P(2), P(1)], ErasureGround.RequestOfPerson, importing: false);

        Assert.Null(refusal);
        var erased = Assert.IsType<PersonErased>(decided);
        Assert.Equal(ErasureGround.RequestOfPerson, erased.Ground);
        Assert.Equal([P(1), P(2)], erased.Persons);
    }

    [Fact]
    public void The_organisation_knows_whom_it_has_erased()
    {
        var enrolled = new PersonEnrolled(P(2), S("participant"), D("2025-05-10"), LawfulBasis.Consent);
        // It may be the organisation's first event.
        var state = Organisation.Evolve(null, new PersonErased([P(1)], ErasureGround.Other));
        Assert.False(state.IsErased(enrolled));

        state = Organisation.Evolve(state, new PersonErased([P(3), P(2)], ErasureGround.RetentionOver));

        Assert.True(state.IsErased(enrolled));
        Assert.True(state.IsErased(new PeopleMerged(P(9), P(1), D("2025-05-10"))));
        Assert.False(state.IsErased(new StrandStarted(S("cafe"), T("喫茶"), D("2025-05-10"))));
    }

    [Fact]
    public void Nobody_is_erased_of_whom_nothing_is_known_or_while_a_file_comes_in()
    {
        Assert.Equal("person-unknown", OrganisationDecisions.Erase([], ErasureGround.Other, importing: false).Refusal?.Code);
        Assert.Equal("erasure-waits-for-import", OrganisationDecisions.Erase([P(1)], ErasureGround.Other, importing: true).Refusal?.Code);
    }

    [Fact]
    public void Each_ground_has_words_of_its_own() =>
        Assert.Equal(Enum.GetValues<ErasureGround>().Length, Enum.GetValues<ErasureGround>().Select(ErasureGrounds.Name).Distinct().Count());
}
