using System.Security.Cryptography;
using System.Text;

namespace CaseStudies.Server.Store;

/// <summary>Where the reading of a name lies in the vault: beside the name, under an id that follows from the enrolment's.</summary>
internal static class FuriganaIds
{
    /// <summary>The field under which it lies.</summary>
    public const string Field = "furigana";

    /// <param name="entry">The enrolment.</param>
    public static Guid ForEnrolment(StreamKey stream, Guid entry) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"import\n{stream.Organisation}\n{stream.Initiative}\nfurigana\n0\n{entry}")).AsSpan(0, 16));
}
