using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Capture;

namespace CaseStudies.Server.Import;

/// <summary>Makes the commands that record or correct what a row says, with the texts that go to the vault.</summary>
/// <param name="privateTexts">Of texts in the vault that a row may be held against: a fingerprint each.</param>
internal sealed class CommandFactory(ImportIds ids, IReadOnlyDictionary<Guid, Guid> privateTexts)
{
    public const string FuriganaField = "furigana";

    public (InitiativeFact Fact, PlannedCommand Act) Record(ProposedFact wanted, Place at, CommandId command)
    {
        var (sealed_, deposits) = Sealed(wanted.Stated);
        var fact = Fact(sealed_);
        if (wanted.Furigana is { } furigana)
            deposits.Add(new(ids.Furigana(command.Value), FuriganaField, furigana, RandomNumberGenerator.GetBytes(16)));
        var canonical = CanonicalJson.Bytes(
            new JsonObject { ["record"] = new JsonObject { ["command"] = command.ToString(), ["facts"] = new JsonArray(wanted.Stated.DeepClone()) } });
        return (fact, new(at, new(new RecordFacts(command, [fact]), deposits, canonical)));
    }

    public static PlannedCommand Correct(ProposedFact wanted, Place at, CommandId command, KnownEntry known, JsonObject stated)
    {
        var (sealed_, deposits) = Sealed(stated);
        var fact = Fact(Overlay(known.Fact, sealed_));
        var canonical = CanonicalJson.Bytes(
            new JsonObject { ["correct"] = new JsonObject { ["command"] = command.ToString(), ["entry"] = known.Id.ToString(),
                ["replacement"] = stated.DeepClone(), ["version"] = known.Version } });
        return new(at, new(new CorrectEntry(command, known.Id, fact, new(ReasonCode.LateInformation), known.Version), deposits, canonical));
    }

    /// <summary>What the entry would be with what the file states; null if it is so already. Beside it what is really new of that.</summary>
    public (InitiativeFact? Fact, JsonObject Stated) Overlaid(InitiativeFact known, JsonObject stated)
    {
        var news = (JsonObject)stated.DeepClone();
        var shape = InitiativeEventCatalogue.ShapeOf(known);
        var stored = Json(known);
        foreach (var member in shape.PrivateTexts)
        {
            // Erased stays erased: what the vault no longer has is taken for the same.
            if (news[member] is { } text && stored[member]?["vault"]?.GetValue<Guid>() is { } vault
                && (!privateTexts.TryGetValue(vault, out var print) || print == ids.Fingerprint(text.GetValue<string>())))
                news.Remove(member);
        }

        var plain = (JsonObject)news.DeepClone();
        var isNew = false;
        foreach (var member in shape.PrivateTexts)
            isNew |= plain.Remove(member);
        var (fact, same) = Plainly(known, plain);
        return same && !isNew ? (null, news) : (fact, news);
    }

    /// <summary>The same without texts of the vault.</summary>
    public static (InitiativeFact Fact, bool Same) Plainly(InitiativeFact known, JsonObject stated)
    {
        var fact = Fact(Overlay(known, stated));
        return (fact, JsonSerializer.Serialize(fact, DomainJson.Options) == JsonSerializer.Serialize(known, DomainJson.Options));
    }

    public static JsonObject Json(InitiativeFact fact) => (JsonObject)JsonSerializer.SerializeToNode(fact, DomainJson.Options)!;

    /// <summary>A blank says nothing: what the file does not state stays as it is.</summary>
    private static JsonObject Overlay(InitiativeFact known, JsonObject stated)
    {
        var overlay = Json(known);
        foreach (var (member, value) in stated)
            overlay[member] = value?.DeepClone();
        return overlay;
    }

    private static InitiativeFact Fact(JsonObject json) => json.Deserialize<InitiativeFact>(DomainJson.Options)!;

    private static (JsonObject Sealed, List<VaultDeposit> Deposits) Sealed(JsonObject stated)
    {
        var (fact, deposits) = ((JsonObject)stated.DeepClone(), new List<VaultDeposit>());
        PrivateTexts.SealFact(fact, (field, text) =>
        {
            var deposit = new VaultDeposit(Guid.NewGuid(), field, text, RandomNumberGenerator.GetBytes(16));
            deposits.Add(deposit);
            return new(deposit.Id, deposit.Commitment);
        });
        return (fact, deposits);
    }
}
