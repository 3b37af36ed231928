using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Problems;

namespace CaseStudies.Server.Capture;

/// <summary>A command as received: the command to decide, the private texts for the vault, and its canonical body.</summary>
/// <param name="Canonical">The whole body as canonical JSON. Two sendings of one command are equal if these bytes are.</param>
internal sealed record ReceivedCommand(InitiativeCommand Command, IReadOnlyList<VaultDeposit> Deposits, byte[] Canonical);

/// <summary>A private text on its way into the vault.</summary>
/// <param name="Person">Whom it is about, once the command is decided; null where that is nobody or several.</param>
internal sealed record VaultDeposit(Guid Id, string Field, string Value, byte[] Salt, PersonId? Person = null)
{
    /// <summary>A text with a salt that nobody can guess.</summary>
    public static VaultDeposit WithNewSalt(Guid id, string field, string value) => new(id, field, value, RandomNumberGenerator.GetBytes(16));

    /// <summary>The disclosure of RFC 9901: SHA-256 over the JSON array of salt, field and value.</summary>
    public string Commitment => Base64Url.EncodeToString(SHA256.HashData(
        JsonSerializer.SerializeToUtf8Bytes(new[] { Base64Url.EncodeToString(Salt), Field, Value }, DomainJson.Options)));
}

/// <summary>Reads commands from JSON; the same form over HTTP and in a reconstructed log.</summary>
/// <remarks>
/// <c>{"record": {…}}</c>, <c>{"correct": {…}}</c>, <c>{"withdraw": {…}}</c>, <c>{"change": {…}}</c>, <c>{"undo": {…}}</c> or <c>{"undoImport": {…}}</c>.
/// </remarks>
internal static class CommandReader
{
    /// <exception cref="JsonException">The command is malformed.</exception>
    public static ReceivedCommand Read(string verb, JsonObject body)
    {
        SentIds.WritePlainly(body, TypeOf(verb));
        var canonical = CanonicalJson.Bytes(new JsonObject { [verb] = body.DeepClone() });
        var deposits = new List<VaultDeposit>();
        foreach (var (pointer, fact) in Facts(body))
        {
            FullWidthNormalizer.Understand(fact, typeof(InitiativeFact));
            Within(pointer, () => PrivateTexts.SealFact(fact, Deposit));
        }

        if (body["reason"] is JsonObject reason)
            Within("/reason", () => PrivateTexts.SealReason(reason, Deposit));

        InitiativeCommand command = verb switch
        {
            "record" => Checked(ContractValidator.Read<RecordFacts>(body)),
            "correct" => ContractValidator.Read<CorrectEntry>(body),
            "withdraw" => ContractValidator.Read<WithdrawEntry>(body),
            "change" => Checked(ContractValidator.Read<ChangeEntries>(body)),
            "undoImport" => ContractValidator.Read<UndoImport>(body),
            _ => ContractValidator.Read<UndoAct>(body),
        };
        return new(command, deposits, canonical);

        PrivateText Deposit(string field, string text)
        {
            var deposit = VaultDeposit.WithNewSalt(Guid.NewGuid(), field, text);
            deposits.Add(deposit);
            return new(deposit.Id, deposit.Commitment);
        }
    }

    private static Type TypeOf(string verb) => verb switch
    {
        "record" => typeof(RecordFacts),
        "correct" => typeof(CorrectEntry),
        "withdraw" => typeof(WithdrawEntry),
        "change" => typeof(ChangeEntries),
        "undo" => typeof(UndoAct),
        "undoImport" => typeof(UndoImport),
        _ => throw new JsonException($"There is no command '{verb}'."),
    };

    private static RecordFacts Checked(RecordFacts command) => command.Facts.Length is > 0 and <= RecordFacts.MaximumFacts
        ? command
        : throw new MalformedException(new(
            $"一度に記録できるのは 1 件から {RecordFacts.MaximumFacts} 件までです。", $"A command must have 1 to {RecordFacts.MaximumFacts} facts."), "/facts");

    private static ChangeEntries Checked(ChangeEntries command) => command.Changes.Length is > 0 and <= ChangeEntries.MaximumChanges
        ? command
        : throw new MalformedException(new(
            $"一度に変更できるのは 1 件から {ChangeEntries.MaximumChanges} 件までです。", $"A command must change 1 to {ChangeEntries.MaximumChanges} entries."), "/changes");

    private static IEnumerable<(string Pointer, JsonObject Fact)> Facts(JsonObject body)
    {
        foreach (var (index, change) in (body["changes"] as JsonArray ?? []).Index())
        {
            if (change is JsonObject listed && listed["replacement"] is JsonObject fact)
                yield return ($"/changes/{index}/replacement", fact);
        }

        foreach (var (index, fact) in (body["facts"] as JsonArray ?? []).Index())
        {
            if (fact is JsonObject listed)
                yield return ($"/facts/{index}", listed);
        }

        if (body["replacement"] is JsonObject replacement)
            yield return ("/replacement", replacement);
    }

    /// <summary>Turns the place of a fault within a part into its place in the whole body.</summary>
    private static void Within(string pointer, Action read)
    {
        try
        {
            read();
        }
        catch (JsonException e)
        {
            throw new JsonException(e.Message, pointer + JsonPointer.OfPath(e.Path), null, null, e);
        }
    }
}
