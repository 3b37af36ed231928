using System.Collections.Concurrent;
using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Store;
using NodaTime;

namespace CaseStudies.Server.Access;

/// <summary>
/// Who signed in, was refused, read names, exported, or changed who may: kept apart from what was recorded, for the owners of each organisation. The program
/// can add to it and read it, and neither change nor remove a line; after <see cref="Kept"/> the background forgets it. Each note is also a line of the
/// program's own log, for whoever runs it.
/// </summary>
internal sealed partial class SecurityLog(TenantConnections connections, Memberships memberships, IClock clock, ILogger<SecurityLog> log)
{
    /// <summary>A fiscal year with its closing, and half a year for whoever audits it.</summary>
    public static readonly Duration Kept = Duration.FromDays(550);

    /// <summary>Refusals and what comes with each request would else fill the table.</summary>
    private static readonly Duration s_hour = Duration.FromHours(1), s_minute = Duration.FromMinutes(1);

    /// <summary>So many refusals a minute are noted of one person in one organisation.</summary>
    private const int MostRefusals = 10;

    private const int MostKnown = 10_000;

    private readonly ConcurrentDictionary<(Slug, SecurityNote), Instant> _noted = [];
    private readonly ConcurrentDictionary<(Slug, string), (Instant Since, int Count)> _refused = [];

    public SecurityNote Of(HttpContext context, SecurityEvent what, string? member = null, string? about = null) =>
        SecurityNote.Of(context, clock, what, member, about);

    /// <summary>Written before the answer is: what cannot be noted is not done.</summary>
    public Task NoteAsync(Slug organisation, SecurityNote note, CancellationToken cancellation) => WriteAsync([organisation], note, cancellation);

    /// <summary>What a person did that concerns each organisation to which the person belongs.</summary>
    public async Task NoteOfMemberAsync(SecurityNote note, CancellationToken cancellation) =>
        await WriteAsync(await memberships.OfAsync(new(note.Member), cancellation), note, cancellation);

    /// <summary>Nobody could be found whom it concerns; only the program's own log has it.</summary>
    public void NoteOfNobody(SecurityNote note) => Tell(note, "");

    /// <summary>Once an hour for each member and each thing; see <see cref="SecurityEvent.ProgramCame"/>.</summary>
    public async Task NoteHourlyAsync(Slug organisation, SecurityNote note, CancellationToken cancellation)
    {
        var key = (organisation, note with { At = default, Trace = "" });
        if (_noted.TryGetValue(key, out var noted) && note.At - noted < s_hour)
            return;
        await WriteAsync([organisation], note, cancellation);
        if (_noted.Count >= MostKnown)
            _noted.Clear();
        _noted[key] = note.At;
    }

    /// <summary>Whether one more refusal of this person is noted; after the first ones of a minute only the program's own log counts them.</summary>
    public bool TakesRefusal(Slug organisation, SecurityNote note)
    {
        if (_refused.Count >= MostKnown)
            _refused.Clear();
        var (_, count) = _refused.AddOrUpdate((organisation, note.Member), (note.At, 1),
            (_, told) => note.At - told.Since < s_minute ? (told.Since, told.Count + 1) : (note.At, 1));
        return count <= MostRefusals;
    }

    private async Task WriteAsync(IReadOnlyCollection<Slug> organisations, SecurityNote note, CancellationToken cancellation)
    {
        Tell(note, string.Join(TenantNames.Separator, organisations));
        if (organisations.Count == 0)
            return;
        var batch = new SqlBatch(organisations);
        foreach (var organisation in organisations)
        {
            batch.Add(
                $"insert into {Tables.SecurityLog} (tenant_id, at, id, event, member, about, address, trace) values ($1, $2, $3, $4, $5, $6, $7, $8)"
                + " on conflict do nothing", // after a dead session, the same is said again
                _ => { },
                [organisation.Value, note.At, Guid.CreateVersion7(), Kebab.FromEnum(note.Event), note.Member, note.About, note.Address, note.Trace]);
        }

        await connections.RunAsync(batch, cancellation);
    }

    private void Tell(SecurityNote note, string organisations) =>
        Noted(log, Kebab.FromEnum(note.Event), organisations, note.Member, note.Address, note.Trace);

    [LoggerMessage(LogLevel.Information, EventName = "SecurityEvent",
        Message = "{Event} in {Organisations} by {Member} from {Address}, trace {Trace}")]
    private static partial void Noted(ILogger log, string @event, string organisations, string member, string address, string trace);
}
