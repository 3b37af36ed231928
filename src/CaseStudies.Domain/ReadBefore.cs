namespace CaseStudies.Domain;

/// <summary>Values that were read before, by their text in UTF-8. Bounded: each has one place, and the last one that came keeps it.</summary>
/// <remarks>Many threads may use it at once; at worst two of them parse the same text.</remarks>
internal sealed class ReadBefore<T>
{
    private readonly Kept?[] _kept = new Kept[2048];

    private sealed record Kept(byte[] Text, T Value);

    public bool TryFind(ReadOnlySpan<byte> text, out T value)
    {
        if (_kept[Place(text)] is { } kept && text.SequenceEqual(kept.Text))
        {
            value = kept.Value;
            return true;
        }

        value = default!;
        return false;
    }

    public void Keep(ReadOnlySpan<byte> text, T value) => _kept[Place(text)] = new([.. text], value);

    private int Place(ReadOnlySpan<byte> text)
    {
        var hash = new HashCode();
        hash.AddBytes(text);
        return (hash.ToHashCode() & int.MaxValue) % _kept.Length;
    }
}
