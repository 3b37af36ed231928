using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CaseStudies.Domain;
using CaseStudies.Server.Problems;

namespace CaseStudies.Server.Read;

/// <summary>The position of a reader of the feed: for each stream, the version of the last event delivered.</summary>
/// <remarks>
/// A position in the store's global sequence would not do: a slower transaction may have a lower number and become visible later.
/// The versions of one stream become visible in order, because the writer holds the stream until the commit.
/// </remarks>
internal sealed class FeedCursor
{
    /// <summary>The most streams whose versions fit into an address.</summary>
    public const int MaximumStreams = 700;

    private const byte Form = 1;
    private const int TagBytes = 5;
    private const int HeadBytes = 1 + sizeof(ulong);

    public static FeedCursor Start { get; } = new(ImmutableSortedDictionary<ulong, int>.Empty, 0);

    private FeedCursor(ImmutableSortedDictionary<ulong, int> versions, ulong proof) => (Versions, Proof) = (versions, proof);

    /// <summary>The versions, by <see cref="TagOf"/>.</summary>
    public ImmutableSortedDictionary<ulong, int> Versions { get; }

    /// <summary>A hash over the last events delivered: a restored store may have other events at these versions.</summary>
    public ulong Proof { get; }

    public bool IsStart => Versions.IsEmpty;

    /// <param name="ids">The ids of the events at <paramref name="versions"/>, in the same order.</param>
    public static FeedCursor At(ImmutableSortedDictionary<ulong, int> versions, IEnumerable<Guid> ids) =>
        versions.IsEmpty ? Start : new(versions, ProofOf(ids));

    /// <summary>A short tag of a stream.</summary>
    public static ulong TagOf(string stream)
    {
        Span<byte> wide = stackalloc byte[sizeof(ulong)];
        SHA256.HashData(Encoding.UTF8.GetBytes(stream)).AsSpan(0, TagBytes).CopyTo(wide[(sizeof(ulong) - TagBytes)..]);
        return BinaryPrimitives.ReadUInt64BigEndian(wide);
    }

    public static ulong ProofOf(IEnumerable<Guid> ids)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var id in ids)
            hash.AppendData(id.ToByteArray());
        return BinaryPrimitives.ReadUInt64BigEndian(hash.GetHashAndReset());
    }

    public override string ToString()
    {
        if (IsStart)
            return "";
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        Span<byte> wide = stackalloc byte[sizeof(ulong)];
        writer.Write(Form);
        BinaryPrimitives.WriteUInt64BigEndian(wide, Proof);
        writer.Write(wide);
        foreach (var (tag, version) in Versions)
        {
            BinaryPrimitives.WriteUInt64BigEndian(wide, tag);
            writer.Write(wide[(sizeof(ulong) - TagBytes)..]);
            writer.Write7BitEncodedInt(version);
        }

        writer.Flush();
        return Base64Url.EncodeToString(bytes.ToArray());
    }

    /// <exception cref="MalformedException">Not a cursor of this feed.</exception>
    public static FeedCursor Parse(string text)
    {
        if (text.Length == 0)
            return Start;
        try
        {
            var bytes = Base64Url.DecodeFromChars(text);
            using var reader = new BinaryReader(new MemoryStream(bytes));
            if (bytes.Length <= HeadBytes || reader.ReadByte() != Form)
                throw Foreign();
            var (proof, versions) = (BinaryPrimitives.ReadUInt64BigEndian(reader.ReadBytes(sizeof(ulong))),
                ImmutableSortedDictionary.CreateBuilder<ulong, int>());
            Span<byte> wide = stackalloc byte[sizeof(ulong)];
            while (reader.BaseStream.Position < bytes.Length)
            {
                reader.ReadExactly(wide[(sizeof(ulong) - TagBytes)..]);
                var (tag, version) = (BinaryPrimitives.ReadUInt64BigEndian(wide), reader.Read7BitEncodedInt());
                if (version < 1 || !versions.TryAdd(tag, version))
                    throw Foreign();
            }

            return new(versions.ToImmutable(), proof);
        }
        catch (Exception e) when (e is FormatException or EndOfStreamException)
        {
            throw Foreign();
        }
    }

    /// <summary>Also for a cursor of another feed, or of the store before it was restored.</summary>
    public static MalformedException Foreign() => new(new PublicText(
        "after の値は、このフィードの現在の内容に合いません。応答の Link(rel=\"next\")の値をそのまま使うか、after を省いて最初から読み直してください。",
        "'after' does not fit the current content of this feed. "
            + "Use the address in the Link header (rel=\"next\") unchanged, or leave 'after' out to read from the start."));
}
