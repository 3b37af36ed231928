using System.Security.Cryptography;
using System.Text;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Store;

namespace CaseStudies.Server.Import;

/// <summary>
/// Derives ids from what a row is about, so that the same row gives the same command and entry in every file. An import that was abandoned or
/// undone has used up its command ids; the next turn of the same key gives another id. People's ids are random; the vault knows them by their names.
/// </summary>
/// <param name="keyed">A keyed hash with the organisation's key. Without the key, nobody can test names or answers against a hash.</param>
/// <param name="person">The id of a person by the print of the name; null where no row is read.</param>
internal sealed class ImportIds(Slug organisation, Slug initiative, Func<byte[], byte[]> keyed, Func<Guid, PersonId>? person = null)
{
    public Guid Derive(string what, string key, int turn = 0) => new(Hash(SHA256.HashData, what, key, turn));

    /// <summary>The first command id of a key that no abandoned or undone import has used up.</summary>
    public CommandId Unused(ImportBasis basis, string what, string key)
    {
        var turn = 0;
        while (basis.IsDead(Derive(what, key, turn)))
            turn++;
        return new(Derive(what, key, turn));
    }

    public Guid Furigana(Guid enrolment) => FuriganaIds.ForEnrolment(new(organisation, initiative), enrolment);

    /// <summary>A keyed hash of a key that may hold personal data.</summary>
    public string Hidden(string key) => Convert.ToHexStringLower(Hash(keyed, "hidden", key, 0));

    public PersonId Person(string name) => (person ?? throw new InvalidOperationException("Nobody is looked up by name here."))(
        new(keyed(Encoding.UTF8.GetBytes("person\n" + Strictly(name))).AsSpan(0, 16), bigEndian: true));

    /// <summary>16 bytes by which a text can be recognised without being kept.</summary>
    public Guid Fingerprint(string text) => new(keyed(Encoding.UTF8.GetBytes("text\n" + text)).AsSpan(0, 16));

    /// <summary>Only spaces around the name are ignored. Any other difference (width, spaces inside, old forms of characters) gives another id.</summary>
    private static string Strictly(string name) => name.Trim();

    private byte[] Hash(Func<byte[], byte[]> hash, string what, string key, int turn) =>
        hash(Encoding.UTF8.GetBytes($"import\n{organisation}\n{initiative}\n{what}\n{turn}\n{key}"))[..16];
}
