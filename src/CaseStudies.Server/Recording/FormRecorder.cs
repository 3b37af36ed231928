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
        try
        {
            return await doubts.RefusalAsync(stream, CommandReader.Read(verb, body), Actor.OverHttp(context), context.RequestAborted);
        }
        catch (MalformedException e)
        {
            return new("malformed", e.Sentence);
        }
    }

    /// <param name="isSure">Somebody has confirmed that it is to be recorded as it is.</param>
    /// <param name="more">What else is to be confirmed.</param>
    /// <returns>Null: it is recorded.</returns>
    public async Task<FormAnswer?> RecordAsync(
        HttpContext context, StreamKey stream, string verb, JsonObject body, bool isSure, params IEnumerable<PublicText> more)
    {
        ReceivedCommand command;
        try
        {
            command = CommandReader.Read(verb, body);
        }
        catch (MalformedException e)
        {
            return new() { Refused = new("malformed", e.Sentence) };
        }

        var actor = Actor.OverHttp(context);
        ImmutableArray<PublicText> asked = isSure ? [] : [.. more, .. await doubts.OfAsync(stream, command, actor, context.RequestAborted)];
        if (!asked.IsEmpty)
            return new() { Asked = asked };
        var (_, refusal) = await recorder.RecordAsync(stream.Organisation, stream.Initiative, command, actor, context.RequestAborted);
        return refusal is null ? null : new() { Refused = refusal };
    }
}
