namespace CaseStudies.Domain.Entries;

/// <summary>A list of which snapshots can be taken that never change, while it goes on. A snapshot copies nothing.</summary>
/// <remarks>Adding writes behind every snapshot. Replacing copies the items first if a snapshot may show them.</remarks>
internal sealed class GrowingList<T>
{
    private T[] _items = [];
    private bool _shown;

    public int Count { get; private set; }

    public T this[int at]
    {
        get => _items[at];
        set
        {
            if (_shown)
                (_items, _shown) = ([.. _items], false);
            _items[at] = value;
        }
    }

    public void Add(T item)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Math.Max(4, Count * 2));
            _shown = false;
        }

        _items[Count++] = item;
    }

    public ArraySegment<T> Snapshot()
    {
        _shown = true;
        return new(_items, 0, Count);
    }
}
