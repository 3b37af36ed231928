using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Access;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Store;
using CaseStudies.Server.Wording;
using NodaTime;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Capture;

/// <summary>What an act would do to the figures, before anybody makes it. Nothing is appended, and no text enters the vault.</summary>
internal static class EffectsEndpoint
{
    private static readonly string[] s_verbs = ["record", "correct", "withdraw", "change", "undo", "undoImport"];

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/effects", async (
            HttpContext context, OrganisationReader organisations, EntryCache entries, HeavyWork heavy, IClock clock, string org, string id) =>
        {
            var period = AddressPeriod.Read(context.Request);
            var sent = Read(await JsonBodyReader.ReadAsync(context.Request, context.RequestAborted));
            var (stream, stop) = (new StreamKey(new(org), new(id)), context.RequestAborted);
            // It reads and computes everything twice.
            await heavy.For(context, stream.Organisation)(await entries.CountAsync(stream, stop));
            await using var rehearsal = await CommandSimulation.BeginAsync(context.RequestServices, stream, stop);
            return Results.Json(await AnswerAsync(rehearsal, stream, sent, Actor.OverHttp(context), period, organisations, clock, stop), DomainJson.Options);
        })
        .WithName("announceEffects")
        .WithSummary("操作を行う前に、変わる数値を確かめる / See which figures a command would change, before it is made")
        .TakesJson<Body>(RequestExamples.AnnounceEffects).Takes(ApiParameters.Period)
        .Produces<Announced>()
        .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(413).ProducesProblem(415).ProducesProblem(503);

    private static async Task<Announced> AnswerAsync(
        CommandSimulation rehearsal, StreamKey stream, ReceivedCommand sent, Actor actor, Period? period, OrganisationReader organisations, IClock clock,
        CancellationToken cancellation)
    {
        var rehearsed = (await rehearsal.TakeAsync([(sent, actor)], cancellation))[0];
        var rows = (await VerifiedEntryReader.ReadAsync(rehearsal.Connection, stream, cancellation))?.Rows ?? [];
        var now = clock.GetCurrentInstant();
        var history = EntryHistory.FromRows(rows.Concat(rehearsed.Rows));
        var (before, after) = (history.AsKnown(rows.Count == 0 ? 0 : rows.Max(r => r.Version), now), history.AsKnown(null, now));
        var calendar = await organisations.CalendarAsync(stream.Organisation, cancellation);
        var shown = ShownPeriod.Choose(null, before.LastDay is null ? after : before, calendar).Period;
        var then = ShownPeriod.Choose(null, after, calendar).Period;
        period ??= shown;
        if ((Preconditions.Validate(sent.Command) ?? rehearsed.Refusal) is { } refusal)
        {
            return new(
                new(refusal.Code, Problem.StatusOf(refusal), refusal.Sentence, refusal.At), rehearsed.Known, period, before.Frontier,
                null, [], [], [], [], [], []);
        }

        return new(
            null, rehearsed.Known, period, before.Frontier, then == shown ? null : then, Effects.Between(before, after, period),
            Restated(history, rehearsed.Rows), Beyond(after, before), Beyond(before, after), Warned(after, before), Warned(before, after));
    }

    /// <summary>The closed periods that the act would restate, found as after it; the list of restatements would have the same changes.</summary>
    private static ImmutableArray<WouldRestate> Restated(EntryHistory after, IReadOnlyList<EntryRow> act) => act.Count == 0
        ? []
        : [.. ClosedPeriods.FromHistory(after).ByAct(act[0].Version, act[^1].Version).Select(WouldRestate.FromRestatements)];

    /// <summary>The conflicts of one book that the other does not have.</summary>
    private static ImmutableArray<ConflictOf> Beyond(EntryBook book, EntryBook other)
    {
        var known = Conflicts.In(other).Select(Key).ToHashSet(StringComparer.Ordinal);
        return [.. Conflicts.In(book).Where(c => !known.Contains(Key(c))).Select(c => new ConflictOf(c.Kind, c.On, [.. c.Entries.Select(e => e.Id)]))];

        static string Key(Conflict conflict) =>
            string.Join(' ', conflict.Entries.Select(e => e.Id).Order(Comparer<EntryId>.Create((a, b) => a.Value.CompareTo(b.Value))));
    }

    /// <summary>The warnings of one book that the other does not have; as the answer to the act would tell them.</summary>
    private static ImmutableArray<WarningLine> Warned(EntryBook book, EntryBook other) =>
        [.. Warnings.Beyond(book, other).Select(WarningLine.FromWarning)];

    private static ReceivedCommand Read(JsonObject body)
    {
        if (body.Count != 1 || body.First() is not ({ } verb, JsonObject command) || !s_verbs.Contains(verb))
            throw new MalformedException(new(
                $"操作を一つだけ、{string.Join("・", s_verbs)} のどれかの名前で書いてください。", $"Write exactly one command, under one of these names: {string.Join(", ", s_verbs)}."),
                "");
        body.Remove(verb);
        try
        {
            return CommandReader.Read(verb, command);
        }
        catch (MalformedException e)
        {
            throw new MalformedException(e.Sentence, Within(e));
        }
        catch (JsonException e)
        {
            throw new JsonException(e.Message, Within(e), null, null, e);
        }

        string Within(JsonException e) => $"/{verb}{JsonPointer.OfPath(e.Path)}";
    }

    /// <summary>One of them. For the description only.</summary>
    internal sealed record Body(
        RecordFacts? Record = null, CorrectEntry? Correct = null, WithdrawEntry? Withdraw = null, ChangeEntries? Change = null, UndoAct? Undo = null,
        UndoImport? UndoImport = null);

    /// <param name="Refused">Why the act would be refused; absent if it would not.</param>
    /// <param name="Known">It was accepted before: sending it again changes nothing.</param>
    /// <param name="Version">The stream version that this rests on. If the stream goes on, ask again.</param>
    /// <param name="Restates">The closed periods that it would restate, whatever period was asked for.</param>
    /// <param name="ShownPeriod">The period that pages and answers would show to those who ask for none, where the act changes it.</param>
    /// <param name="Figures">Each figure of the period that would say something else, before and after.</param>
    /// <param name="WarningsArising">What of it looks like a slip. It would be recorded all the same.</param>
    internal sealed record Announced(
        Refused? Refused, bool Known, Period Period, int Version, Period? ShownPeriod, ImmutableArray<FigureChange> Figures,
        ImmutableArray<WouldRestate> Restates, ImmutableArray<ConflictOf> ConflictsArising, ImmutableArray<ConflictOf> ConflictsSettled,
        ImmutableArray<WarningLine> WarningsArising, ImmutableArray<WarningLine> WarningsSettled);

    /// <summary>Entries that contradict each other.</summary>
    internal sealed record ConflictOf(string Kind, LocalDate On, ImmutableArray<EntryId> Entries);

    /// <param name="Status">Under which HTTP status it would be refused.</param>
    /// <param name="Pointer">Where in the command, as a JSON pointer.</param>
    internal sealed record Refused(string Code, int Status, PublicText Sentence, string? Pointer);
}
