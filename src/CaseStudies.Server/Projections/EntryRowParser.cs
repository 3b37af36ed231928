using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;
using Npgsql;

namespace CaseStudies.Server.Projections;

/// <summary>Makes rows of the table of entries from what a reader gives. Parsing takes as long as reading does, so portions are parsed meanwhile.</summary>
internal sealed class EntryRowParser
{
    /// <summary>How many rows are parsed at once. Fewer are parsed at the end, without another thread.</summary>
    private const int Portion = 512;

    private readonly Dictionary<string, string> _words = new(StringComparer.Ordinal);
    private readonly List<Task<EntryRow[]>> _parsing = [];
    private List<Raw> _read = [];

    /// <summary>How long the JSON of the rows is.</summary>
    public long Bytes { get; private set; }

    /// <summary>A row as it stands in the table.</summary>
    private readonly record struct Raw(
        int Version, Instant RecordedAt, string By, string Source, string Kind, EntryId? Opens, EntryId? Closes, byte[]? Fact, byte[]? Reason, string? Problem,
        CommandId? Command, Origin? Origin, Instant? CapturedAt);

    /// <summary>Parses the row at which the reader stands.</summary>
    public EntryRow Row(NpgsqlDataReader reader) => Parse(Take(reader));

    /// <summary>Takes the row at which the reader stands. <see cref="RowsAsync"/> has it parsed.</summary>
    public void Add(NpgsqlDataReader reader)
    {
        _read.Add(Take(reader));
        if (_read.Count < Portion)
            return;
        var portion = _read;
        _parsing.Add(Task.Run(() => portion.Select(Parse).ToArray()));
        _read = [];
    }

    /// <summary>All rows added, in their order. A row whose fact cannot be read is a problem, never left out.</summary>
    public async Task<List<EntryRow>> RowsAsync() => [.. (await Task.WhenAll(_parsing)).SelectMany(rows => rows), .. _read.Select(Parse)];

    private Raw Take(NpgsqlDataReader reader)
    {
        return new(
            reader.GetInt32(0), reader.GetFieldValue<Instant>(1), Once(2), Once(3), Once(4),
            reader.IsDBNull(5) ? null : new(reader.GetGuid(5)), reader.IsDBNull(6) ? null : new(reader.GetGuid(6)),
            Json(EntriesTable.Fact), Json(EntriesTable.Reason), reader.IsDBNull(9) ? null : reader.GetString(9),
            reader.IsDBNull(10) ? null : new(reader.GetGuid(10)),
            reader.IsDBNull(11) ? null : new(new(reader.GetGuid(11)), reader.GetInt32(12), reader.GetInt32(13)),
            reader.IsDBNull(14) ? null : reader.GetFieldValue<Instant>(14));

        byte[]? Json(int column)
        {
            if (reader.IsDBNull(column))
                return null;
            var json = reader.GetFieldValue<byte[]>(column);
            Bytes += json.Length;
            return json;
        }

        // The same few words stand in every row, so each is kept once.
        string Once(int column)
        {
            var read = reader.GetString(column);
            if (!_words.TryGetValue(read, out var known))
                _words.Add(read, known = read);
            return known;
        }
    }

    private static EntryRow Parse(Raw raw)
    {
        try
        {
            var row = new EntryRow(
                raw.Version, raw.RecordedAt, new(raw.By), raw.Source, raw.Kind, raw.Opens, raw.Closes, Read<InitiativeFact>(raw.Fact),
                Read<Reason>(raw.Reason), raw.Problem, raw.Command, raw.Origin, raw.CapturedAt);
            return IsWhole(row) ? row : Broken();
        }
        catch (Exception broken) when (broken is JsonException or FormatException)
        {
            return Broken();
        }

        EntryRow Broken() => EntryRow.Unreadable(raw.Version, raw.RecordedAt, raw.Kind, "its row in the relation cannot be read; rebuild the relation");
    }

    private static T? Read<T>(byte[]? json) where T : class => json is null ? null : JsonSerializer.Deserialize<T>(json, DomainJson.Options);

    /// <summary>A row has a fact exactly if it opens an entry, and opens or closes one, unless it states a problem.</summary>
    private static bool IsWhole(EntryRow row) => row.Problem is not null || row.IsOfImportItself
        || ((row.Opens is null) == (row.Fact is null) && (row.Opens is not null || row.Closes is not null));
}
