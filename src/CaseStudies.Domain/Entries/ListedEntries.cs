using System.Collections;

namespace CaseStudies.Domain.Entries;

/// <summary>Some of the entries, by their places.</summary>
internal sealed class ListedEntries(ArraySegment<Entry> entries, ArraySegment<int> places) : IReadOnlyList<Entry>
{
    public int Count => places.Count;

    public Entry this[int index] => entries[places[index]];

    public IEnumerator<Entry> GetEnumerator()
    {
        foreach (var place in places)
            yield return entries[place];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
