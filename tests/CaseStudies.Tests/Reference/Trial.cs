using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Tests.Reference.Drawn;
using CaseStudies.Tests.Reference.Naive;
using NodaTime;

namespace CaseStudies.Tests.Reference;

/// <summary>One history and its figures, by both implementations, at its end and at an earlier version.</summary>
internal sealed partial class Trial
{
    private readonly DrawnHistory _history;

    public int Seed { get; }
    public List<string> Disagreements { get; } = [];

    /// <summary>What occurred in it, for the table.</summary>
    public HashSet<string> Covered { get; } = [];

    public int Figures { get; private set; }
    public int WithValue { get; private set; }
    public int ThatTell { get; private set; }
    public int Tried => _history.Definitions.Tried;
    public int Accepted => _history.Definitions.Accepted;

    public Trial(int seed)
    {
        Seed = seed;
        _history = new(seed);
        var happenings = _history.Happenings;
        var atTheEnd = new NaiveLog(happenings, happenings[^1].Version, AskedAt(happenings[^1]));
        JsonObject[] definitions =
        [
            Telling(atTheEnd), Telling(atTheEnd), _history.Chance.Happens(0.5) ? Any() : Telling(atTheEnd),
            .. _history.AskedNodes.Where(_ => _history.Chance.Happens(0.8)).ToList().Select(_history.Definitions.With),
        ];
        var rows = Product.Rows(happenings);
        var earlier = happenings[_history.Chance.From(happenings.Count / 2, happenings.Count - 2)];
        foreach (var at in (Happening[])[happenings[^1], earlier])
        {
            var book = EntryBook.AsKnown(rows, at.Version, AskedAt(at));
            var log = at == happenings[^1] ? atTheEnd : new(happenings, at.Version, AskedAt(at));
            CompareAdopted(book, log);
            CompareAlike(book, log);
            foreach (var definition in definitions)
                Compare(book, log, definition);
        }

        CompareClosings(rows, happenings, atTheEnd);
        Coverage.Note(Covered, happenings, atTheEnd);
    }

    /// <summary>Mostly when the version was written, else some days later; sometimes nobody says when.</summary>
    private Instant? AskedAt(Happening at) => (Seed % 10) switch
    {
        0 => null,
        1 or 2 or 3 => at.RecordedAt + Duration.FromDays(Seed % 37),
        _ => at.RecordedAt,
    };

    private JsonObject Any() => _history.Definitions.With(_history.Chance.One(DrawnFormulas.Nodes));

    /// <summary>Of a few definitions the first with something to tell; of the others there are enough anyway.</summary>
    private JsonObject Telling(NaiveLog log)
    {
        var node = _history.Chance.One(_history.FittingNodes);
        for (var attempt = 0; ; attempt++)
        {
            var definition = _history.Definitions.With(node);
            if (attempt == 5 || IsTelling(NaiveFigures.Compute(log, definition, _history.Period.From, _history.Period.To)))
                return definition;
        }
    }

    private static bool IsTelling(NaiveFigure figure) => figure.Outcome.HasValue && figure.Outcome.High != 0;

    /// <summary>Which definitions hold for the period, and their figures; then what other versions of them say when somebody asks for these.</summary>
    private void CompareAdopted(EntryBook book, NaiveLog log)
    {
        if (log.Problems.Count > 0)
            return;
        var period = new Domain.Indicators.Period(_history.Period.From, _history.Period.To);
        var adopted = Domain.Indicators.Figures.Adopted(book, period);
        var versions = DefinitionHistory.FromBook(book);
        var naive = NaiveDefinitions.Of(log);
        Same("adopted", adopted.Select(a => $"{a.Key} {a.Version}"),
            naive.Where(d => d.IsInPeriodsFrom(period.From)).Select(d => $"{d.Key} {d.Governing(period.To).Number}"));
        Same("versions", versions.SelectMany(d => d.Versions.Select(v => $"{d.Key} {v.Version}")),
            naive.SelectMany(d => d.Versions.Select(v => $"{d.Key} {v.Number}")));
        foreach (var definitions in naive)
        {
            Coverage.Note(Covered, definitions, new(period.From, period.To));
            foreach (var version in definitions.Versions)
            {
                var asked = adopted.FirstOrDefault(a => $"{a.Key}" == definitions.Key && a.Version == version.Number)
                    ?? versions.FirstOrDefault(d => $"{d.Key}" == definitions.Key)?.Version(version.Number);
                Compare(book, log, version.Definition, () => Domain.Indicators.Figures.Compute(asked!, book, period),
                    definitions.Beside(version, new(period.From, period.To)));
            }
        }
    }

    private void CompareAlike(EntryBook book, NaiveLog log)
    {
        if (log.Problems.Count > 0)
            return;
        Same("likely duplicates", LikelyDuplicates.In(book).Select(Seen.Of), log.LikelyDuplicates.Select(Seen.Of));
        Coverage.NoteAlike(Covered, log);
    }

    private void Same(string what, IEnumerable<string> product, IEnumerable<string> naive)
    {
        var (one, other) = (product.Order(StringComparer.Ordinal).ToList(), naive.Order(StringComparer.Ordinal).ToList());
        if (!one.SequenceEqual(other))
            Disagreements.Add($"seed {Seed}: {what} {string.Join(", ", one)} and not {string.Join(", ", other)}");
    }

    private void Compare(EntryBook book, NaiveLog log, JsonObject definition, Func<Figure>? compute = null, List<NaiveVersion>? others = null)
    {
        var (from, to) = _history.Period;
        var product = Seen.Of(compute ?? (() => Product.Compute(book, definition, _history.Period)));
        var figure = NaiveFigures.Compute(log, definition, from, to);
        var beside = others?.ConvertAll(v => (v, NaiveFigures.Compute(log, v.Definition, from, to))) ?? [];
        var naive = Seen.Of(figure, beside);
        Figures++;
        WithValue += figure.Outcome.HasValue ? 1 : 0;
        var telling = IsTelling(figure);
        ThatTell += telling ? 1 : 0;
        Coverage.Note(Covered, definition, telling);
        Coverage.Note(Covered, definition, log, to, figure);
        Coverage.Note(Covered, definition["formula"]!, log.Today, figure);
        Coverage.NoteRules(Covered, definition, log, figure);
        Coverage.NoteCounted(Covered, log, figure);
        if (beside.Exists(b => b.Item2.Outcome != figure.Outcome))
            Covered.Add("definition with another value by another version");
        if (!product.SequenceEqual(naive))
            Disagreements.Add(Difference(book, definition, product, naive));
    }

    private string Difference(EntryBook book, JsonObject definition, List<string> product, List<string> naive) => $"""
        seed {Seed}, known at version {book.Frontier}, period {Chance.Iso(_history.Period.From)} to {Chance.Iso(_history.Period.To)}
        {definition.ToJsonString()}
        only the product says:
          {string.Join("\n  ", Without(product, naive).Take(12))}
        only the reference says:
          {string.Join("\n  ", Without(naive, product).Take(12))}
        """;

    private static List<string> Without(List<string> some, List<string> others)
    {
        var rest = new List<string>(some);
        foreach (var line in others)
            rest.Remove(line);
        return rest;
    }
}
