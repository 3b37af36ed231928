using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Import;
using CaseStudies.Sheets;
using NodaTime;

namespace CaseStudies.Server.Tests.Import;

/// <summary>Plans files of one mapping without a store. Each file is then taken for recorded, so that the next one is compared with it.</summary>
internal sealed partial class PlannedFile
{
    /// <summary>A session that somebody recorded by hand, with a count of nine young people and one of eight families, in pairs.</summary>
    public const string ByHand = "11111111-1111-4111-8111-111111111111";

    private const string Known = $$$"""
        [{"kind":"initiative_opened","title":{"ja":"取組","en":"Initiative"},"forms":[],"audiences":[],"areas":[],"on":"2025-04-01"},
         {"kind":"strand_started","strand":"cafe","name":{"ja":"喫茶","en":"Cafe"},"on":"2025-04-01"},
         {"kind":"survey_introduced","instrument":"mood","version":1,"title":{"ja":"気持ち","en":"Mood"},"on":"2025-04-01","items":[
          {"item":"lonely","question":{"ja":"孤独","en":"Lonely"},
           "answers":[{"answer":"never","label":{"ja":"決してない","en":"Never"}},{"answer":"often","label":{"ja":"常にある","en":"Always"}}]},
          {"item":"again","question":{"ja":"また","en":"Again"},
           "answers":[{"answer":"yes","label":{"ja":"はい","en":"Yes"}},{"answer":"no","label":{"ja":"いいえ","en":"No"}}]}]},
         {"kind":"session_held","session":"{{{ByHand}}}","strand":"cafe","on":"2025-05-20","start":"10:00:00"},
         {"kind":"participants_counted","session":"{{{ByHand}}}","scheme":"audience","group":"youth","count":9},
         {"kind":"participants_counted","session":"{{{ByHand}}}","scheme":"audience","group":"families","count":8,"unit":"pairs"}]
        """;

    private static readonly Instant s_now = Instant.FromUtc(2026, 2, 1, 0, 0);

    private readonly ImportMapping _mapping;
    private readonly ImportIds _ids = new(new("npo"), new("hachifuku"), content => HMACSHA256.HashData("key"u8, content),
        print => new("p-" + print.ToString("n")));
    private readonly List<EntryRow> _rows = [];
    private readonly Dictionary<Guid, Guid> _prints = [];

    public PlannedFile(ImportMapping mapping)
    {
        _mapping = mapping;
        foreach (var fact in JsonSerializer.Deserialize<InitiativeFact[]>(Known, DomainJson.Options)!)
            Add(fact, new(new Guid(_rows.Count + 1, 0, 0, new byte[8])), Provenance.Http, null);
    }

    /// <summary>The row's answer, then each command's id and canonical body; at the end the digest.</summary>
    public IEnumerable<string> Plan(byte[] file)
    {
        using var sheets = SheetFile.Open(new MemoryStream(file), "list.csv");
        var import = new ImportId(new Guid(_rows.Count, 1, 1, new byte[8]));
        var book = EntryBook.AsKnown(_rows, null, s_now);
        var ground = new ImportSnapshot(_rows, book, s_now, ImportBasis.FromRows(_rows, import), new(book), _ids) { Prints = _prints };
        var rows = PlanBuilder.Plan(ground, sheets, _mapping, CancellationToken.None).Rows().ToList();
        var digest = new VerdictDigest();
        Add(new ImportBegun(import, new(new string('0', 64))), new(import.Value), Provenance.Import, new(import, 0, 0));
        foreach (var row in rows)
        {
            digest.Take(row);
            yield return Sealed().Replace(JsonSerializer.Serialize(RowLine.FromRow(row), DomainJson.Options), "\"vault\":…");
            foreach (var planned in row.Facts.Select(f => f.Planned).OfType<PlannedCommand>())
            {
                yield return $"  {planned.Sent.Command.Command} {Encoding.UTF8.GetString(planned.Sent.Canonical)}";
                Take(planned, import);
            }
        }

        Add(new ImportCompleted(import), new(new Guid(_rows.Count, 2, 2, new byte[8])), Provenance.Import, new(import, 0, 0));
        yield return digest.Text;
    }

    private void Take(PlannedCommand planned, ImportId import)
    {
        foreach (var deposit in planned.Sent.Deposits)
            _prints[deposit.Id] = _ids.Fingerprint(deposit.Value);
        InitiativeEvent said = planned.Sent.Command switch
        {
            RecordFacts record => record.Facts.Single(),
            CorrectEntry correct => new EntryCorrected(correct.Entry, correct.Replacement, correct.Reason),
            var other => throw new InvalidOperationException($"An import does not plan {other}."),
        };
        Add(said, planned.Sent.Command.Command, Provenance.Import, new(import, planned.At.Sheet, planned.At.Row));
    }

    private void Add(InitiativeEvent said, CommandId command, string source, Origin? origin) =>
        _rows.Add(EntryRow.FromEvent(new(_rows.Count + 1, new(new("local-user"), s_now, null, command, 0, source, origin), said)));

    [GeneratedRegex("\"vault\":\"[^\"]+\",\"commitment\":\"[^\"]+\"")]
    private static partial Regex Sealed();
}
