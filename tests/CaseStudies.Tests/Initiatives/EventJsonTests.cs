using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Tests.History;

namespace CaseStudies.Tests.Initiatives;

public sealed class EventJsonTests
{
    [Fact]
    public void A_nested_fact_carries_its_kind_and_version_and_nothing_derived()
    {
        InitiativeFact fact = new ParticipantsCounted(Session(1), S("audience"), S("youth"), 4);

        Assert.Equal(
            """
            {"kind":"participants_counted","v":3,"session":"00000001-0000-0000-0000-000000000000","scheme":"audience","group":"youth","count":4,"unit":"people"}
            """,
            JsonSerializer.Serialize(fact, DomainJson.Options));
    }

    [Fact]
    public void An_older_version_is_read_as_the_newest()
    {
        var read = InitiativeEventCatalogue.Read("participants_counted",
            """{"session":"00000001-0000-0000-0000-000000000000","scheme":"audience","group":"youth","count":4}""");

        Assert.Equal(new ParticipantsCounted(Session(1), S("audience"), S("youth"), 4), read);
    }
}
