using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Tests.Reference;
using CaseStudies.Tests.Reference.Drawn;
using NodaTime;

namespace CaseStudies.Tests.Orders;

/// <summary>
/// A day's commands in any order, doubled, delayed, each sent until it is accepted or nothing moves any more. What is in force and
/// what the figures say follows from which commands were accepted, and from nothing else; and which were accepted follows
/// from the order only where commands contend (<see cref="Races"/>): then one wins, and the other is refused whole.
/// </summary>
[Trait("Takes", "long")]
public sealed class OrderProperties
{
    private const int Deliveries = 3;

    private static int Days => int.Parse(Environment.GetEnvironmentVariable("CASESTUDIES_ORDER_DAYS") ?? "1000", CultureInfo.InvariantCulture);

    [Fact]
    public void Any_delivery_of_a_day_ends_in_the_same_entries_and_figures()
    {
        var (commands, refused, raced, lost, compared, values, contested) = (0, 0, 0, 0, 0, 0, 0);
        var brokenOnes = new ConcurrentBag<string>();
        Parallel.For(0, Days, seed =>
        {
            var day = new DrawnDay(seed);
            var races = new Races(day.Commands);
            var straight = Deliver(day.Commands);
            var said = Said(straight, day);
            Interlocked.Add(ref commands, day.Commands.Count);
            Interlocked.Add(ref refused, day.Commands.Count - straight.Accepted.Count);
            Interlocked.Add(ref raced, races.MayDiffer.Count);
            Interlocked.Add(ref values, said.Figures.Count(f => f.StartsWith("Computed", StringComparison.Ordinal)));
            Interlocked.Add(ref contested, said.Figures.Count(f => f.StartsWith("Contested", StringComparison.Ordinal)));
            for (var delivery = 0; delivery < Deliveries; delivery++)
            {
                var arrived = Deliver(Arriving(day, groundFirst: delivery == 0), day.Chance);
                var where = $"seed {seed}, delivery {delivery}";
                var differing = arrived.Accepted.Except(straight.Accepted).Concat(straight.Accepted.Except(arrived.Accepted)).ToList();
                Interlocked.Add(ref lost, differing.Count);
                Demand(differing.TrueForAll(races.MayDiffer.Contains),
                    $"{where}: accepted by the order though nothing contends: {string.Join(' ', differing.Except(races.MayDiffer))}");
                foreach (var contenders in races.OfContents)
                    Demand(contenders.Count(arrived.Accepted.Contains) <= 1, $"{where}: two changed the same content");
                if ((differing.Count == 0 ? straight : Otherwise(day, arrived.Accepted)) is not { } alike)
                    continue;
                Interlocked.Increment(ref compared);
                var (same, other) = (differing.Count == 0 ? said : Said(alike, day), Said(arrived, day));
                Demand(same.Entries.SequenceEqual(other.Entries), $"{where}: other entries are in force\n{Difference(same.Entries, other.Entries)}");
                Demand(same.Figures.SequenceEqual(other.Figures), $"{where}: other figures\n{Difference(same.Figures, other.Figures)}");
            }

            void Demand(bool holds, string broken)
            {
                if (!holds)
                    brokenOnes.Add(broken);
            }
        });
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Days} days, {commands} commands, {refused} refused, {raced} contend, {lost} decided otherwise by the order; {compared} of {Days * Deliveries} "
                + $"deliveries compared; {values} figures computed, {contested} contested");
        Assert.True(brokenOnes.IsEmpty, $"{brokenOnes.Count} broken, such as\n{string.Join('\n', brokenOnes.Order(StringComparer.Ordinal).Take(20))}");
        Assert.True(lost > Days / 10 && compared > Days * Deliveries * 8 / 10 && values > Days && contested > Days / 100,
            $"{lost} {compared} {values} {contested}");
    }

    /// <summary>Every command once to three times, in any order; what the office had recorded may be first, as it mostly is.</summary>
    private static List<InitiativeCommand> Arriving(DrawnDay day, bool groundFirst)
    {
        var copies = day.Commands.Skip(groundFirst ? day.Ground : 0).SelectMany(c => Enumerable.Repeat(c, day.Chance.One(1, 1, 2, 3)))
            .OrderBy(_ => day.Chance.Below(int.MaxValue)).ToList();
        return groundFirst ? [.. day.Commands.Take(day.Ground), .. copies] : copies;
    }

    private static Desk Deliver(List<InitiativeCommand> arriving, Chance chance) =>
        Deliver(arriving, desk => desk.Now += Duration.FromMinutes(chance.Below(2_000)), again => [.. again.OrderBy(_ => chance.Below(int.MaxValue))]);

    private static Desk Deliver(List<InitiativeCommand> arriving) => Deliver(arriving, _ => { }, again => again);

    /// <summary>Another order that accepts just the same commands; null if none is soon found, as where what is recorded on a session comes after its
    /// withdrawal.</summary>
    private static Desk? Otherwise(DrawnDay day, HashSet<CommandId> all)
    {
        var accepted = day.Commands.Where(c => all.Contains(c.Command)).ToList();
        return Enumerable.Range(0, 12).Select(_ => Deliver([.. accepted.OrderBy(_ => day.Chance.Below(int.MaxValue))]))
            .FirstOrDefault(d => d.Accepted.SetEquals(all));
    }

    private static Desk Deliver(List<InitiativeCommand> arriving, Action<Desk> passTime, Func<List<InitiativeCommand>, List<InitiativeCommand>> shuffle)
    {
        var desk = new Desk();
        for (var before = -1; before < desk.Accepted.Count;)
        {
            before = desk.Accepted.Count;
            var again = new List<InitiativeCommand>();
            foreach (var command in arriving)
            {
                passTime(desk);
                if (desk.Take(command) is not null)
                    again.Add(command);
            }

            arriving = shuffle(again);
        }

        return desk;
    }

    private static (List<string> Entries, List<string> Figures) Said(Desk desk, DrawnDay day)
    {
        var book = desk.Book;
        Assert.Empty(book.Problems);
        var entries = book.Entries.Where(e => e.InForce).Select(e => $"{e.Id} {e.Command} {JsonSerializer.Serialize(e.Fact, DomainJson.Options)}")
            .Order(StringComparer.Ordinal).ToList();
        return (entries, [.. day.Definitions.Select(d => Said(Product.Compute(book, d, day.Period), d.ToJsonString()))]);
    }

    private static string Said(Figure f, string definition) => JsonSerializer.Serialize(new
    {
        f.Status, f.Value, Shown = f.Shown?.Ja, Target = f.Target is { } t ? $"{t.Comparison} {t.Value} {t.Achieved}" : null,
        Against = f.Comparisons.Select(c => new { c.Status, c.Value, c.Difference }),
    }, DomainJson.Options) is var json ? $"{f.Status} {json} {definition}" : "";

    private static string Difference(List<string> one, List<string> other) =>
        string.Join('\n', one.Except(other).Select(l => $"- {l}").Concat(other.Except(one).Select(l => $"+ {l}")));
}
