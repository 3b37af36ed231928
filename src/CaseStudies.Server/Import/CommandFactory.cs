using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Store;

namespace CaseStudies.Server.Import;

/// <summary>Makes the commands that record or correct what a row states, with the private texts for the vault.</summary>
/// <param name="privateTexts">Fingerprints of texts in the vault with which rows may be compared, by their place.</param>
internal sealed class CommandFactory(ImportIds ids, IReadOnlyDictionary<Guid, Guid> privateTexts)
{
    public (InitiativeFact Fact, PlannedCommand Planned) Record(ProposedFact proposed, Place at, CommandId id)
    {
        var deposits = new List<VaultDeposit>();
        var fact = proposed.Stated.Build(null, SealInto(deposits));
        if (proposed.Furigana is { } furigana)
            deposits.Add(VaultDeposit.WithNewSalt(ids.Furigana(id.Value), FuriganaIds.Field, furigana));
        var body = new JsonObject { ["command"] = id.ToString(), ["facts"] = new JsonArray(proposed.Stated.ToJson()) };
        return (fact, new(at, new(new RecordFacts(id, [fact]), deposits, CanonicalJson.Bytes(new JsonObject { ["record"] = body }))));
    }

    public static PlannedCommand Correct(StatedFact stated, Place at, CommandId id, KnownEntry known)
    {
        var deposits = new List<VaultDeposit>();
        var fact = stated.Build(known.Fact, SealInto(deposits));
        var body = new JsonObject
        {
            ["command"] = id.ToString(), ["entry"] = known.Id.ToString(), ["replacement"] = stated.ToJson(), ["version"] = known.Version,
        };
        return new(at, new(new CorrectEntry(id, known.Id, fact, new(ReasonCode.LateInformation), known.Version), deposits,
            CanonicalJson.Bytes(new JsonObject { ["correct"] = body })));
    }

    /// <summary>Compares what a row states with the recorded fact.</summary>
    /// <returns>
    /// The fact with the row's statements except private texts, or null if the row says nothing new; and the statements without the private texts that
    /// are in the vault already.
    /// </returns>
    public (InitiativeFact? Fact, StatedFact Stated) Compare(InitiativeFact known, StatedFact stated)
    {
        var members = FactMembers.ForType(known.GetType());
        var news = stated.Except((member, value) => value is string text && members.Value(known, member) is PrivateText place && IsInVault(place, text));
        var open = news.Except((member, _) => members.TypeOf(member) == typeof(PrivateText));
        var fact = open.Build(known, (member, _) => throw new InvalidOperationException($"The private text '{member}' was left out."));
        return open.Count == news.Count && !members.Contradicts(fact, known) ? (null, news) : (fact, news);
    }

    /// <summary>An erased text counts as equal, so that no import records it again.</summary>
    private bool IsInVault(PrivateText place, string text) => !privateTexts.TryGetValue(place.Vault, out var print) || print == ids.Fingerprint(text);

    private static Func<string, string, PrivateText> SealInto(List<VaultDeposit> deposits) => (field, text) =>
    {
        if (PublicText.Unstorable(text, PrivateTexts.MaximumLength) is { } why)
            throw new FormatException(why);
        var deposit = VaultDeposit.WithNewSalt(Guid.NewGuid(), field, text);
        deposits.Add(deposit);
        return new(deposit.Id, deposit.Commitment);
    };
}
