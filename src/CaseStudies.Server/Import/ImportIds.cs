using System.Security.Cryptography;
using System.Text;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Store;

namespace CaseStudies.Server.Import;

/// <summary>
/// Ids that follow from what a row is about, so that the same row is the same command, the same entry and the same person in every
/// file. What an abandoned import said never was: its commands are used up, and the next in line takes their place.
/// </summary>
/// <param name="keyed">Under the organisation's own key: nobody can try names or answers against what comes out.</param>
internal sealed class ImportIds(Slug organisation, Slug initiative, Func<byte[], byte[]> keyed)
{
    public Guid Derive(string what, string key, int turn = 0) => new(Hash(SHA256.HashData, what, key, turn));

    /// <summary>The first of a key's commands that no abandoned import has used up.</summary>
    public CommandId Unused(ImportBasis basis, string what, string key)
    {
        var turn = 0;
        while (basis.IsDead(Derive(what, key, turn)))
            turn++;
        return new(Derive(what, key, turn));
    }

    public Guid Furigana(Guid enrolment) => FuriganaIds.ForEnrolment(new(organisation, initiative), enrolment);

    /// <summary>The same for a key that may hold personal data.</summary>
    public string Hidden(string key) => Convert.ToHexStringLower(Hash(keyed, "hidden", key, 0));

    public PersonId Person(string name) => new("p-" + Convert.ToHexStringLower(keyed(Encoding.UTF8.GetBytes("person\n" + Strictly(name)))[..16]));

    /// <summary>16 bytes that tell texts apart without keeping them.</summary>
    public Guid Fingerprint(string text) => new(keyed(Encoding.UTF8.GetBytes("text\n" + text)).AsSpan(0, 16));

    /// <summary>One spelling. Another one (width, spaces, old forms) is another id until a person says that both are one.</summary>
    private static string Strictly(string name) => name.Trim();

    private byte[] Hash(Func<byte[], byte[]> hash, string what, string key, int turn) =>
        hash(Encoding.UTF8.GetBytes($"import\n{organisation}\n{initiative}\n{what}\n{turn}\n{key}"))[..16];
}
