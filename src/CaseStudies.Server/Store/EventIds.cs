using System.Security.Cryptography;
using System.Text;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Server.Store;

/// <summary>Ids of events. The store's index on them is global over organisations, so the organisation is part of the id.</summary>
internal static class EventIds
{
    public static Guid ForCommand(Slug organisation, CommandId command, int index) =>
        new(SHA256.HashData(Encoding.ASCII.GetBytes($"{organisation}/{command}/{index}")).AsSpan(0, 16));
}
