using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Tests.Reference.Drawn;
using CaseStudies.Tests.Reference.Naive;
using NodaTime;

namespace CaseStudies.Tests.Reference;

/// <summary>What must hold of the product's figures whatever the history; nothing here asks the reference.</summary>
[Trait("Takes", "long")]
public class ReferenceProperties
{
    private const int Histories = 400;

    /// <summary>Fewer would say little: those to which a property does not apply are passed over.</summary>
    private const int Fewest = 40;

    [Fact]
    public void Splitting_a_period_splits_what_adds() => ForEach((history, definition) =>
    {
        var (from, to) = history.Period;
        var middle = from.PlusDays(history.Chance.Below(NodaTime.Period.DaysBetween(from, to) + 1));
        if (!Adds(definition) || middle == to)
            return false;
        var book = Book(history.Happenings);
        var (whole, first, second) = (Of(from, to), Of(from, middle), Of(middle.PlusDays(1), to));
        // Hours without times block the part in which they lie, and so the whole.
        Assert.Equal(whole.Status == FigureStatus.Blocked, first.Status == FigureStatus.Blocked || second.Status == FigureStatus.Blocked);
        if (whole.Status != FigureStatus.Blocked)
            Assert.Equal(Bounds(whole), (Bounds(first).Low + Bounds(second).Low, Bounds(first).High + Bounds(second).High));

        return whole.Value is not null;

        Figure Of(LocalDate first, LocalDate last) => Product.Compute(book, definition, (first, last));
    }, "count", "sum", "hours");

    [Fact]
    public void An_unrelated_entry_changes_nothing() => ForEach((history, definition) =>
    {
        if (Formulas.Kinds(definition).Contains("photo_taken"))
            return false;
        var last = history.Happenings[^1];
        var photo = new JsonObject { ["on"] = Chance.Iso(history.Period.From), ["reference"] = history.Chance.Private(), ["publicationConsented"] = true };
        var more = history.Happenings.Append(new(last.Version + 1, "photo_taken", photo.ToJsonString(), last.RecordedAt, history.Chance.Guid())).ToList();
        Assert.Equal(Lines(history, Book(history.Happenings), definition), Lines(history, Book(more), definition));
        return true;
    });

    [Fact]
    public void Withdrawing_everything_leaves_nought_or_nothing() => ForEach((history, definition) =>
    {
        string[] kept = ["initiative_opened", "strand_started"];
        if (Formulas.Nodes(definition).Contains("running") || Formulas.Kinds(definition).Any(kept.Contains))
            return false;
        var withdrawn = history.Happenings.ToList();
        foreach (var entry in Log(history.Happenings).Revisions.Where(r => r.Closed is null && !kept.Contains(r.Kind)))
        {
            var body = new JsonObject { ["entry"] = $"{entry.Entry}", ["reason"] = new JsonObject { ["code"] = "duplicate" } };
            withdrawn.Add(new(withdrawn[^1].Version + 1, "entry_withdrawn", body.ToJsonString(), withdrawn[^1].RecordedAt, history.Chance.Guid()));
        }

        var figure = Product.Compute(Book(withdrawn), definition, history.Period);
        Assert.True(figure.Value is null || figure.Value == new FigureValue(0), $"{figure.Value}");
        // A strand that began late ran on none of some days, and a word may not be said of nought.
        Assert.True(figure.Status is FigureStatus.NoData or FigureStatus.Computed || definition["show"]!["approximately"] is not null
            || Formulas.NamesRun(definition), $"{figure.Status}");
        return true;
    });

    [Fact]
    public void The_order_of_independent_events_does_not_matter() => ForEach((history, definition) =>
    {
        // Of two values declared on one day the later known holds, so those are not independent.
        if (Formulas.Nodes(definition).Contains("latest"))
            return false;
        var facts = Log(history.Happenings).Revisions.Where(r => r.Closed is null)
            .DistinctBy(r => r.Kind == "people_merged" ? r.Own("merged") : $"{r.Entry}").ToList();
        var shuffled = facts.OrderBy(_ => history.Chance.Below(1_000_000)).ToList();
        Assert.Equal(Told(InOrder(facts)), Told(InOrder(shuffled)));
        return true;

        (FigureStatus, FigureValue?) Told(List<Happening> events) =>
            Product.Compute(Book(events), definition, history.Period) is var figure ? (figure.Status, figure.Value) : default;

        List<Happening> InOrder(List<Revision> order) =>
            [.. order.Select((r, i) => new Happening(i + 1, Newest(r.Kind), Bare(r.Body), history.Happenings[^1].RecordedAt, r.Entry))];
    });

    [Fact]
    public void At_once_is_event_by_event_is_rebuilt() => ForEach((history, definition) =>
    {
        var rows = Product.Rows(history.Happenings);
        var grown = new List<EntryRow>();
        foreach (var row in rows)
        {
            grown.Add(row);
            // Every fifth version; the last for certain.
            if (row.Version % 5 != 0 && row != rows[^1])
                continue;
            var atOnce = Lines(history, EntryBook.AsKnown(rows, row.Version, row.RecordedAt), definition);
            Assert.Equal(atOnce, Lines(history, EntryBook.AsKnown(grown, null, row.RecordedAt), definition));
            Assert.Equal(atOnce, Lines(history, EntryBook.AsKnown(grown.Select(Rebuilt).Reverse(), row.Version, row.RecordedAt), definition));
        }

        return true;
    });

    [Fact]
    public void Known_at_an_instant_is_what_was_recorded_by_then() => ForEach((history, _) =>
    {
        var rows = Product.Rows(history.Happenings);
        foreach (var happening in history.Happenings)
        {
            Assert.Equal(history.Happenings.Where(h => h.RecordedAt <= happening.RecordedAt).Max(h => h.Version),
                EntryBook.FrontierAt(rows, happening.RecordedAt));
            var justBefore = happening.RecordedAt - Duration.FromTicks(1);
            Assert.Equal(history.Happenings.Where(h => h.RecordedAt <= justBefore).Select(h => h.Version).DefaultIfEmpty(0).Max(),
                EntryBook.FrontierAt(rows, justBefore));
        }

        return true;
    });

    /// <summary>Histories without damage, with a definition that fits them; the property says whether it applied.</summary>
    private static void ForEach(Func<DrawnHistory, JsonObject, bool> holds, params string[] nodes)
    {
        var applied = 0;
        Parallel.For(1_000_000, 1_000_000 + Histories, seed =>
        {
            var history = new DrawnHistory(seed);
            if (Log(history.Happenings).Problems.Count > 0)
                return;
            var definition = history.Definitions.With(history.Chance.One(nodes is [] ? history.FittingNodes : nodes));
            try
            {
                if (holds(history, definition))
                    Interlocked.Increment(ref applied);
            }
            catch (Exception broken)
            {
                throw new InvalidOperationException($"seed {seed}, {definition.ToJsonString()}", broken);
            }
        });
        Assert.True(applied >= Fewest, $"The property applied to {applied} histories only.");
    }

    private static NaiveLog Log(List<Happening> happenings) => new(happenings, happenings[^1].Version, null);

    private static EntryBook Book(List<Happening> happenings) => EntryBook.AsKnown(Product.Rows(happenings));

    private static List<string> Lines(DrawnHistory history, EntryBook book, JsonObject definition) =>
        Seen.Of(() => Product.Compute(book, definition, history.Period));

    private static (Quantity Low, Quantity High) Bounds(Figure figure) => figure.Value is { } value ? (value.Low, value.High) : (0, 0);

    /// <summary>Counts, sums and hours of what happened within the period; members and states look beyond it, and rival tallies may lie on two days.</summary>
    private static bool Adds(JsonObject definition) =>
        (string)definition["formula"]!["op"]! is "count" or "sum" or "hours" && definition["when"] is null && definition["show"]!["approximately"] is null
        && definition["formula"]!["of"] is { } of && of["who"] is null && of["inForce"] is null && (string)of["kind"]! != "survey_tallied";

    private static EntryRow Rebuilt(EntryRow row) => row with
    {
        Fact = row.Fact is null ? null : JsonSerializer.Deserialize<InitiativeFact>(JsonSerializer.Serialize(row.Fact, DomainJson.Options), DomainJson.Options),
    };

    private static string Newest(string kind) => InitiativeEventCatalogue.All.Last(c => c.Kind == kind).StoredName;

    private static string Bare(JsonObject body)
    {
        var bare = body.DeepClone().AsObject();
        bare.Remove("kind");
        bare.Remove("v");
        return bare.ToJsonString();
    }
}
