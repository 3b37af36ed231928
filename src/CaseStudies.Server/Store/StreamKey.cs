using CaseStudies.Domain;

namespace CaseStudies.Server.Store;

/// <summary>One initiative's stream. The same initiative key in another organisation is another stream.</summary>
internal readonly record struct StreamKey(Slug Organisation, Slug Initiative)
{
    /// <summary>Whoever opens the stream queues on this name, since a row that is missing cannot be locked.</summary>
    public override string ToString() => $"{Organisation}/{Initiative}";
}
