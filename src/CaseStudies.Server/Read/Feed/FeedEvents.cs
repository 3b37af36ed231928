using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Store;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;
using NodaTime.Text;

namespace CaseStudies.Server.Read;

/// <summary>Stored events as CloudEvents 1.0.</summary>
internal static class FeedEvents
{
    public const string MediaType = "application/cloudevents-batch+json";

    private const string TypePrefix = "casestudies.";

    private static readonly JsonEventFormatter s_formatter = new(new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All), MaxDepth = 512 }, default);

    private static readonly Dictionary<string, EventContract> s_contracts = InitiativeEventCatalogue.All.ToDictionary(c => c.StoredName,
        StringComparer.Ordinal);

    private static readonly CloudEventAttribute s_version = Attribute("version", CloudEventAttributeType.Integer);
    private static readonly CloudEventAttribute s_command = Attribute("command", CloudEventAttributeType.String);
    private static readonly CloudEventAttribute s_index = Attribute("index", CloudEventAttributeType.Integer);
    private static readonly CloudEventAttribute s_occurredOn = Attribute("occurredon", CloudEventAttributeType.String);
    private static readonly CloudEventAttribute s_kindVersion = Attribute("kindversion", CloudEventAttributeType.Integer);
    private static readonly CloudEventAttribute s_by = Attribute("recordedby", CloudEventAttributeType.String);
    private static readonly CloudEventAttribute s_via = Attribute("via", CloudEventAttributeType.String);
    private static readonly CloudEventAttribute s_import = Attribute("import", CloudEventAttributeType.String);

    private static readonly CloudEventAttribute[] s_extensions = [s_version, s_command, s_index, s_occurredOn, s_kindVersion, s_by, s_via, s_import];

    public static ReadOnlyMemory<byte> Batch(Slug organisation, IEnumerable<FeedItem> items) =>
        s_formatter.EncodeBatchModeMessage(items.Select(i => FromItem(organisation, i)), out _);

    /// <summary>The columns only, for an event that cannot be read or does not belong to an initiative.</summary>
    private static CloudEvent FromItem(Slug organisation, FeedItem item)
    {
        var (contract, row) = (s_contracts.GetValueOrDefault(item.StoredName), item.Stored.Row);
        var e = new CloudEvent(CloudEventsSpecVersion.V1_0, s_extensions)
        {
            Id = item.Id.ToString(),
            Source = new(item.Stream == OrganisationStream.Key
                ? $"/organisations/{organisation}/profile"
                : $"/organisations/{organisation}/initiatives/{item.Stream}", UriKind.Relative),
            Type = TypePrefix + (contract?.Kind ?? item.StoredName),
            Time = item.RecordedAt.ToDateTimeOffset(),
            Subject = row.Opens?.ToString() ?? row.Closes?.ToString() ?? (row.IsOfImportItself ? row.Origin?.Import.ToString() : null),
            DataContentType = "application/json",
            Data = item.Body,
        };
        e[s_version] = item.Version;
        e[s_kindVersion] = contract?.Version ?? 1;
        e[s_command] = item.Command;
        e[s_index] = item.Index;
        if (item.Stored.Event is { } stored)
        {
            e[s_occurredOn] = row.Fact?.OccurredOn is { } on ? LocalDatePattern.Iso.Format(on) : null;
            e[s_by] = stored.Provenance.By.Value;
            e[s_via] = stored.Provenance.Source;
            e[s_import] = row.Origin?.Import.ToString();
        }

        return e;
    }

    private static CloudEventAttribute Attribute(string name, CloudEventAttributeType type) => CloudEventAttribute.CreateExtension(name, type);
}
