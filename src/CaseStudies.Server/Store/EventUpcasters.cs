using CaseStudies.Domain.Initiatives;
using Marten;
using static Marten.Services.Json.Transformations.SystemTextJson.JsonTransformations;

namespace CaseStudies.Server.Store;

/// <summary>Lets Marten read old versions of events through the catalogue's own upcasters; the stored body stays as it is.</summary>
internal static class EventUpcasters
{
    public static void Register(StoreOptions options, EventContract old)
    {
        var newest = InitiativeEventCatalogue.All.Single(c => c.Kind == old.Kind && c.Type is not null).Type!;
        options.Events.Upcast(newest, old.StoredName, Upcast(body => InitiativeEventCatalogue.Read(old.StoredName, body.RootElement.GetRawText())));
    }
}
