using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;

namespace CaseStudies.Tests.Contracts;

public sealed class ContractTests
{
    public static TheoryData<string> StoredNames => [.. InitiativeEventCatalogue.All.Select(c => c.StoredName)];

    [Fact]
    public void Every_stored_name_has_one_contract_and_no_contract_is_orphaned() => Assert.Equal(
        InitiativeEventCatalogue.All.Select(c => c.StoredName).Concat(Contract.Organisation).Order(StringComparer.Ordinal),
        Files(Contract.Folder).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_older_version_has_a_committed_upcast_and_so_has_what_holds_one() => Assert.Equal(
        InitiativeEventCatalogue.All.Where(c => c.Upcast is not null || HoldsOlderFact(c.StoredName)).Select(c => c.StoredName).Order(StringComparer.Ordinal),
        Files(Path.Combine(Contract.Folder, "Upcast")).Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(StoredNames))]
    public void Reading_and_writing_gives_the_same_JSON(string storedName)
    {
        var read = InitiativeEventCatalogue.Read(storedName, Contract.Text(storedName));

        Assert.Equal(Contract.Newest(storedName), JsonSerializer.Serialize(read, read.GetType(), DomainJson.Options));
    }

    [Theory, MemberData(nameof(StoredNames))]
    public void Every_member_stands_in_the_contract(string storedName)
    {
        var contract = InitiativeEventCatalogue.All.Single(c => c.StoredName == storedName);
        var members = (contract.Type is { } type ? DomainJson.Options.GetTypeInfo(type).Properties.Select(p => p.Name) : []).ToList();

        Assert.Empty(members.Except(Contract.Tree(storedName).Select(m => m.Key)));
    }

    [Theory, MemberData(nameof(StoredNames))]
    public void A_store_that_sorts_members_by_length_changes_nothing(string storedName)
    {
        var read = InitiativeEventCatalogue.Read(storedName, Sorted(Contract.Tree(storedName)).ToJsonString(Contract.Compact));

        Assert.Equal(Contract.Newest(storedName), JsonSerializer.Serialize(read, read.GetType(), DomainJson.Options));
    }

    [Theory, MemberData(nameof(StoredNames))]
    public void A_fact_survives_being_nested_in_something_else(string storedName)
    {
        if (InitiativeEventCatalogue.Read(storedName, Contract.Text(storedName)) is not InitiativeFact fact)
            return;

        var nested = JsonSerializer.Serialize(fact, DomainJson.Options);
        var again = JsonSerializer.Deserialize<InitiativeFact>(nested, DomainJson.Options)!;

        Assert.Equal(nested, JsonSerializer.Serialize(again, DomainJson.Options));
    }

    [Theory, MemberData(nameof(StoredNames))]
    public void Every_kind_is_folded_into_the_state_and_into_entries(string storedName)
    {
        var stored = new StoredEvent(1, new(new("staff-1"), History.Start, null, new(Guid.Empty), 0, Provenance.Http),
            InitiativeEventCatalogue.Read(storedName, Contract.Text(storedName)));

        Assert.Equal((1, 1), (Initiative.Evolve(null, stored).Version, EntryRow.FromEvent(stored).Version));
    }

    [Theory]
    [InlineData("organisation_described", typeof(OrganisationDescribed))]
    [InlineData("fiscal_year_declared", typeof(FiscalYearDeclared))]
    [InlineData("member_joined", typeof(MemberJoined))]
    [InlineData("member_joined_by_invitation", typeof(MemberJoined))]
    [InlineData("member_invited", typeof(MemberInvited))]
    [InlineData("invitation_withdrawn", typeof(InvitationWithdrawn))]
    [InlineData("key_made", typeof(KeyMade))]
    [InlineData("role_changed", typeof(RoleChanged))]
    [InlineData("member_removed", typeof(MemberRemoved))]
    [InlineData("grant_made", typeof(GrantMade))]
    [InlineData("grant_narrowed", typeof(GrantNarrowed))]
    [InlineData("grant_revoked", typeof(GrantRevoked))]
    [InlineData("retention_declared", typeof(RetentionDeclared))]
    [InlineData("figure_shared", typeof(FigureShared))]
    [InlineData("share_revoked", typeof(ShareRevoked))]
    [InlineData("person_erased", typeof(PersonErased))]
    public void What_is_said_of_an_organisation_is_written_as_committed(string storedName, Type type)
    {
        var text = Contract.Text(storedName);

        Assert.Equal(text, JsonSerializer.Serialize(JsonSerializer.Deserialize(text, type, DomainJson.Options), type, DomainJson.Options));
    }

    private static bool HoldsOlderFact(string storedName) => Contract.Tree(storedName).Select(m => m.Value).OfType<JsonObject>()
        .Any(m => m["v"] is { } version && (int)version < InitiativeEventCatalogue.All.Last(c => c.Kind == (string)m["kind"]!).Version);

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f));

    /// <summary>The order that PostgreSQL gives an object's members: shorter names first, then by bytes.</summary>
    private static JsonNode Sorted(JsonNode node) => node switch
    {
        JsonObject o => new JsonObject(o.OrderBy(m => m.Key.Length).ThenBy(m => m.Key, StringComparer.Ordinal)
            .Select(m => KeyValuePair.Create(m.Key, m.Value is null ? null : (JsonNode?)Sorted(m.Value)))),
        JsonArray a => new JsonArray([.. a.Select(i => i is null ? null : Sorted(i))]),
        _ => node.DeepClone(),
    };
}
