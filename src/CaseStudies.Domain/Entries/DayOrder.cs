using NodaTime;

namespace CaseStudies.Domain.Entries;

/// <summary>The places of the entries of one kind in the order of their days, those without a day first. Entries of one day stay in their order.</summary>
/// <param name="items">In that order.</param>
internal sealed class DayOrder((int Place, LocalDate? On)[] items)
{
    public ReadOnlySpan<(int Place, LocalDate? On)> Items => items;

    public int Count => items.Length;

    /// <summary>Whether every entry has a day, so that a session that is new cannot give it one.</summary>
    public bool AllDated => items.Length == 0 || items[0].On is not null;

    /// <param name="day">The day of the entry at a place.</param>
    public static DayOrder FromPlaces(ReadOnlySpan<int> places, Func<int, LocalDate?> day)
    {
        var (ranks, items, ordered) = (new int[places.Length], new (int Place, LocalDate? On)[places.Length], true);
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = (places[i], day(places[i]));
            ranks[i] = Rank(items[i].On);
            ordered &= i == 0 || ranks[i] >= ranks[i - 1];
        }

        return new(ordered ? items : Sorted(ranks, items));
    }

    /// <summary>The order with further entries, all of which became known later.</summary>
    public DayOrder With(ReadOnlySpan<int> places, Func<int, LocalDate?> day)
    {
        if (places.IsEmpty)
            return this;
        var later = FromPlaces(places, day).Items;
        var (all, taken, at) = (new (int Place, LocalDate? On)[items.Length + later.Length], 0, 0);
        foreach (var item in later)
        {
            var until = Behind(Rank(item.On), taken);
            Array.Copy(items, taken, all, at, until - taken);
            at += until - taken;
            taken = until;
            all[at++] = item;
        }

        Array.Copy(items, taken, all, at, items.Length - taken);
        return new(all);
    }

    /// <summary>The first place behind those of this rank, looked for from a place on.</summary>
    private int Behind(int rank, int from)
    {
        var (low, high) = (from, items.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Rank(items[middle].On) <= rank)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private static (int Place, LocalDate? On)[] Sorted(int[] ranks, (int Place, LocalDate? On)[] items)
    {
        var keys = new long[items.Length];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = ((long)ranks[i] << 32) | (uint)i;
        Array.Sort(keys);
        return [.. keys.Select(k => items[(int)(k & int.MaxValue)])];
    }

    /// <summary>Orders days as numbers; no day comes before all days.</summary>
    private static int Rank(LocalDate? day) => day is { } d ? ((((d.Year + 10_000) * 16) + d.Month) * 32) + d.Day : 0;
}
