using CaseStudies.Domain;

namespace CaseStudies.Server.Store;

/// <summary>One initiative's stream. The same initiative key in another organisation is another stream.</summary>
internal readonly record struct StreamKey(Slug Organisation, Slug Initiative)
{
    /// <summary>The name of the advisory lock for opening the stream, since a row that does not exist cannot be locked.</summary>
    public override string ToString() => $"{Organisation}/{Initiative}";
}
