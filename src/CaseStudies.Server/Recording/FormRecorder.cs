using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Server.Access;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Read;
using CaseStudies.Server.Store;
using NodaTime;

namespace CaseStudies.Server.Recording;

/// <summary>What the pages of recording have in common: they read an initiative, ask what looks like a slip, and record what a form says.</summary>
internal sealed class FormRecorder(InitiativeReader reader, HeavyWork heavy, Recorder recorder, Doubts doubts, IClock clock)
{
    /// <returns>Null: there is no such initiative.</returns>
    public Task<(InitiativeView View, KnownRows Known)?> ReadAsync(HttpContext context, string org, string id) =>
        reader.ReadRowsAsync(new(org), new(id), new(), context.RequestAborted, heavy.For(context, new(org)));

    public LocalDate Today(InitiativeView view) => clock.GetCurrentInstant().InZone(view.Book.Zone).Date;

    /// <summary>What was known before a command, so that a form that is sent again says the same as at first.</summary>
    public static EntryBook BookBefore(InitiativeView view, KnownRows known, CommandId command) =>
        known.Rows.FirstOrDefault(r => r.Command == command) is { } first ? known.History.AsKnown(first.Version - 1, known.AsOf) : view.Book;

    /// <summary>Why a form would be refused, if it were sent to be recorded now. Nothing is recorded.</summary>
    /// <returns>Null: it would be recorded.</returns>
    public async Task<Refusal?> RehearseAsync(HttpContext context, StreamKey stream, string verb, JsonObject body)
    {
        var (command, malformed) = Read(verb, body);
        return command is null ? malformed : await doubts.RefusalAsync(stream, command, Actor.OverHttp(context), context.RequestAborted);
    }

    /// <param name="isSure">Somebody has confirmed that it is to be recorded as it is.</param>
    /// <param name="more">What else is to be confirmed.</param>
    /// <returns>Null: it is recorded.</returns>
    public Task<FormAnswer?> RecordAsync(
        HttpContext context, StreamKey stream, string verb, JsonObject body, bool isSure, params IEnumerable<PublicText> more) =>
        RecordAsync(context, stream, Read(verb, body), isSure, more);

    /// <summary>The same, with texts for the vault that have no place in the facts.</summary>
    public Task<FormAnswer?> RecordWithAsync(HttpContext context, StreamKey stream, string verb, JsonObject body, bool isSure, params VaultDeposit[] besides)
    {
        var (command, malformed) = Read(verb, body);
        return RecordAsync(context, stream, (command is null ? null : command with { Deposits = [.. command.Deposits, .. besides] }, malformed), isSure, []);
    }

    private async Task<FormAnswer?> RecordAsync(
        HttpContext context, StreamKey stream, (ReceivedCommand? Command, Refusal? Malformed) read, bool isSure, IEnumerable<PublicText> more)
    {
        if (read is not ({ } command, _))
            return new() { Refused = read.Malformed };
        var actor = Actor.OverHttp(context);
        ImmutableArray<PublicText> asked = isSure ? [] : [.. more, .. await doubts.OfAsync(stream, command, actor, context.RequestAborted)];
        if (!asked.IsEmpty)
            return new() { Asked = asked };
        var (_, refusal) = await recorder.RecordAsync(stream.Organisation, stream.Initiative, command, actor, context.RequestAborted);
        return refusal is null ? null : new() { Refused = refusal };
    }

    /// <returns>The command, or why it cannot be understood.</returns>
    private static (ReceivedCommand? Command, Refusal? Malformed) Read(string verb, JsonObject body)
    {
        try
        {
            return (CommandReader.Read(verb, body), null);
        }
        catch (MalformedException e)
        {
            return (null, FormAnswer.Malformed(e));
        }
    }
}
