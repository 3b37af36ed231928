using System.Security.Cryptography;
using CaseStudies.Domain;

namespace CaseStudies.Server.Capture;

/// <summary>The ids of an organisation's people by their names, as one plan of an import sees them. Whoever is new in it gets a random id.</summary>
/// <param name="known">By the print of the name: the first 16 bytes of a keyed hash.</param>
internal sealed class PersonIds(Slug organisation, IReadOnlyDictionary<Guid, PersonId> known)
{
    private readonly Dictionary<Guid, PersonId> _new = [];

    public Slug Organisation => organisation;

    /// <summary>Those whom nobody has named before.</summary>
    public IReadOnlyDictionary<Guid, PersonId> New => _new;

    /// <summary>Differs if any name leads to another id, or to none any more.</summary>
    public UInt128 Mark => known.Concat(_new).Aggregate(UInt128.Zero, (mark, p) => mark ^ Number(p.Key) ^ UInt128.RotateLeft(Number(p.Value), 1));

    public PersonId Of(Guid print)
    {
        if (known.TryGetValue(print, out var person) || _new.TryGetValue(print, out person))
            return person;
        return _new[print] = new($"p-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}");
    }

    private static UInt128 Number(Guid print) => new(BitConverter.ToUInt64(print.ToByteArray()), BitConverter.ToUInt64(print.ToByteArray(), 8));

    private static UInt128 Number(PersonId person) => UInt128.Parse(person.Value.AsSpan(2), System.Globalization.NumberStyles.HexNumber, null);
}
