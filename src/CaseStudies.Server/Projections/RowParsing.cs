using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;
using Npgsql;

namespace CaseStudies.Server.Projections;

/// <summary>Takes rows of the table of entries from a reader, and parses them while the reader goes on: that takes as long as reading does.</summary>
internal sealed class RowParsing
{
    /// <summary>How many rows are parsed at once; fewer are parsed at the end, without another thread.</summary>
    private const int Portion = 512;

    private readonly Dictionary<string, string> _words = new(StringComparer.Ordinal);
    private readonly List<Task<EntryRow[]>> _parsing = [];
    private List<Raw> _read = [];

    /// <summary>How long the JSON of the rows is.</summary>
    public long Bytes { get; private set; }

    /// <summary>A row with its words as they stand in the table.</summary>
    private readonly record struct Raw(
        int Version, Instant RecordedAt, string By, string Source, string Kind, EntryId? Opens, EntryId? Closes, byte[]? Fact, byte[]? Reason, string? Problem,
        CommandId? Command, Origin? Origin);

    public void Add(NpgsqlDataReader reader)
    {
        _read.Add(new(
            reader.GetInt32(0), reader.GetFieldValue<Instant>(1), Once(reader.GetString(2)), Once(reader.GetString(3)), Once(reader.GetString(4)),
            reader.IsDBNull(5) ? null : new(reader.GetGuid(5)), reader.IsDBNull(6) ? null : new(reader.GetGuid(6)), Json(7), Json(8),
            reader.IsDBNull(9) ? null : reader.GetString(9), reader.IsDBNull(10) ? null : new(reader.GetGuid(10)),
            reader.IsDBNull(11) ? null : new(new(reader.GetGuid(11)), reader.GetInt32(12), reader.GetInt32(13))));
        if (_read.Count < Portion)
            return;
        var portion = _read;
        _parsing.Add(Task.Run(() => Parsed(portion)));
        _read = [];

        byte[]? Json(int column)
        {
            if (reader.IsDBNull(column))
                return null;
            var json = reader.GetFieldValue<byte[]>(column);
            Bytes += json.Length;
            return json;
        }
    }

    /// <summary>All rows added, in their order. A row whose fact cannot be read is a problem, never left out.</summary>
    public async Task<List<EntryRow>> RowsAsync() => [.. (await Task.WhenAll(_parsing)).SelectMany(rows => rows), .. Parsed(_read)];

    /// <summary>The same few words stand in every row, so each is kept once.</summary>
    private string Once(string read)
    {
        if (!_words.TryGetValue(read, out var known))
            _words.Add(read, known = read);
        return known;
    }

    private static EntryRow[] Parsed(List<Raw> portion)
    {
        var people = new Dictionary<string, SubjectId>(StringComparer.Ordinal);
        return [.. portion.Select(raw => Parsed(raw, people))];
    }

    private static EntryRow Parsed(Raw raw, Dictionary<string, SubjectId> people)
    {
        try
        {
            if (!people.TryGetValue(raw.By, out var by))
                people.Add(raw.By, by = new(raw.By));
            var row = new EntryRow(
                raw.Version, raw.RecordedAt, by, raw.Source, raw.Kind, raw.Opens, raw.Closes, Read<InitiativeFact>(raw.Fact), Read<Reason>(raw.Reason),
                raw.Problem, raw.Command, raw.Origin);
            if (IsWhole(row))
                return row;
        }
        catch (Exception broken) when (broken is JsonException or FormatException)
        {
            // Said below.
        }

        return EntryRow.Unreadable(raw.Version, raw.RecordedAt, raw.Kind, "its row in the relation cannot be read; rebuild the relation");
    }

    private static T? Read<T>(byte[]? json) where T : class => json is null ? null : JsonSerializer.Deserialize<T>(json, DomainJson.Options);

    /// <summary>A row has a fact exactly if it opens an entry, and opens or closes one, unless it states a problem.</summary>
    private static bool IsWhole(EntryRow row) => row.Problem is not null || row.IsOfImportItself
        || ((row.Opens is null) == (row.Fact is null) && (row.Opens is not null || row.Closes is not null));
}
