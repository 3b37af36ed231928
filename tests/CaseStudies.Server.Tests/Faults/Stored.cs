using System.Globalization;
using System.Text.Json.Nodes;
using CaseStudies.Server.Projections;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace CaseStudies.Server.Tests.Faults;

/// <summary>What is there after a run: in the tables, over HTTP, and by a rebuild.</summary>
internal static class Stored
{
    private const string Content =
        """
        coalesce(data -> 'replacement' ->> 'part', data ->> 'part', data ->> 'milestone',
            case type when 'session_held' then data ->> 'session' when 'entry_withdrawn' then 'withdrawn-' || (data ->> 'entry') else type end)
        """;

    public static async Task<List<StoredEvent>> EventsAsync(string connectionString)
    {
        var events = new List<StoredEvent>();
        await ReadAsync(connectionString,
            $"select tenant_id, stream_id, version::int, causation_id::uuid, (headers ->> 'index')::int, {Content} from casestudies.mt_events where type <> "
                + "'tombstone'",
            r => events.Add(new(r.GetString(0), r.GetString(1), r.GetInt32(2), r.GetGuid(3), r.GetInt32(4), r.GetString(5))));
        return events;
    }

    public static async Task<List<StoredCommand>> LedgerAsync(string connectionString)
    {
        var commands = new List<StoredCommand>();
        await ReadAsync(connectionString, "select tenant_id, command_id, stream_id, first_version, events from casestudies.command_ledger",
            r => commands.Add(new(r.GetString(0), r.GetGuid(1), r.GetString(2), r.GetInt32(3), r.GetInt32(4))));
        return commands;
    }

    /// <summary>Every entry with its version, and the figure: as a client sees them.</summary>
    public static async Task<(HashSet<(Guid Entry, int Version)> Entries, string Figure)> OverHttpAsync(
        HttpClient client, string organisation, string initiative, CancellationToken cancellation)
    {
        var entries = new HashSet<(Guid, int)>();
        var address = $"organisations/{organisation}/initiatives/{initiative}/";
        for (int? offset = 0; offset is not null;)
        {
            var page = JsonNode.Parse(await client.GetStringAsync(new Uri($"{address}entries?offset={offset}", UriKind.Relative), cancellation))!;
            foreach (var line in page["entries"]!.AsArray())
                entries.Add((Guid.Parse(line!["entry"]!.GetValue<string>()), line["version"]!.GetValue<int>()));
            offset = page["next"]?.GetValue<int>();
        }

        return (entries, await FigureAsync(client, organisation, initiative, cancellation));
    }

    /// <summary>As known at this moment of the machine, by whose clock the programs run, said as a time: what bears a later one is not known.</summary>
    public static async Task<string> FigureAsync(HttpClient client, string organisation, string initiative, CancellationToken cancellation)
    {
        var now = Uri.EscapeDataString(InstantPattern.ExtendedIso.Format(SystemClock.Instance.GetCurrentInstant()));
        var address = new Uri($"organisations/{organisation}/initiatives/{initiative}/figures/youth?knownAt={now}", UriKind.Relative);
        var figure = JsonNode.Parse(await client.GetStringAsync(address, cancellation))!;
        return $"{figure["status"]} {figure["shown"]?["ja"]}";
    }

    /// <summary>How many events the organisation's list says that each of its initiatives has.</summary>
    public static async Task<Dictionary<string, int>> ListedAsync(HttpClient client, string organisation, CancellationToken cancellation) =>
        JsonNode.Parse(await client.GetStringAsync(new Uri($"organisations/{organisation}/initiatives", UriKind.Relative), cancellation))!.AsArray()
            .ToDictionary(i => i!["initiative"]!.GetValue<string>(), i => i!["events"]!.GetValue<int>());

    /// <summary>The same from what clients meant: the versions are the tables', everything else is the journal's.</summary>
    public static (HashSet<(Guid Entry, int Version)> Entries, string Figure) Expected(
        IEnumerable<Intent> intents, IEnumerable<StoredEvent> events, string organisation, string initiative)
    {
        var stream = events.Where(e => (e.Organisation, e.Initiative) == (organisation, initiative)).OrderBy(e => e.Version).ToList();
        var wanted = intents.Where(i => (i.Organisation, i.Initiative) == (organisation, initiative))
            .SelectMany(i => i.Wanted.Select(w => ((i.Command, w.Content), w))).ToDictionary(w => w.Item1, w => w.w);
        var (entries, heads) = (new HashSet<(Guid, int)>(), new Dictionary<Guid, int>());
        foreach (var e in stream)
        {
            var want = wanted[(e.Command, e.Content)];
            heads[want.Entry] = want.Count ?? 0;
            if (!want.Ends)
                entries.Add((want.Entry, e.Version));
        }

        return (entries, $"computed {heads.Values.Sum().ToString(CultureInfo.InvariantCulture)}人");
    }

    /// <summary>What differs from what follows from the events, by the program's own means.</summary>
    public static async Task<List<string>> RebuiltOtherwiseAsync(string connectionString, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        await using var app = ServerApp.Build(builder, new(connectionString), embedded: true);
        var rebuild = app.Services.GetRequiredService<Rebuild>();
        var different = new List<string>();
        foreach (var (organisation, initiative) in await rebuild.AllStreamsAsync(cancellation))
        {
            var found = await rebuild.CompareAsync(organisation, initiative, cancellation);
            if (!found.Equal || found.Unreadable > 0)
                different.Add($"{found} {string.Join(' ', found.Differences)}");
        }

        return different;
    }

    private static async Task ReadAsync(string connectionString, string sql, Action<NpgsqlDataReader> row)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            row(reader);
    }
}
