using System.Text.Json;
using System.Text.Json.Serialization;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Store;
using CaseStudies.Server.Tests.Store;
using Marten;
using Microsoft.AspNetCore.Builder;

namespace CaseStudies.Server.Tests.Projections;

/// <summary>Of a kind that the store can hold and this program has never heard of.</summary>
public sealed record NeverHeardOf(string Anything);

/// <summary>Written without complaint, never readable again.</summary>
[JsonConverter(typeof(OnlyWrites))]
public sealed record UnreadableLater(string Anything) : InitiativeEvent
{
    private sealed class OnlyWrites : JsonConverter<UnreadableLater>
    {
        public override UnreadableLater Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new JsonException("It cannot be read.");

        public override void Write(Utf8JsonWriter writer, UnreadableLater value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString("anything", value.Anything);
            writer.WriteEndObject();
        }
    }
}

/// <summary>Readable, but no fold knows what to do with it: each throws.</summary>
public sealed record Indigestible(string Anything) : InitiativeEvent;

/// <summary>A fact that decisions accept and no fold knows.</summary>
public sealed record IndigestibleFact(NodaTime.LocalDate On) : InitiativeFact
{
    public override NodaTime.LocalDate? OccurredOn => On;
}

/// <summary>A server whose store also takes the strange events.</summary>
public sealed class StrangeServer(PostgresFixture postgres) : ServerFixture(postgres)
{
    protected override void Configure(WebApplicationBuilder builder) => builder.Services.ConfigureMarten(options =>
    {
        options.Events.MapEventType<NeverHeardOf>("never_heard_of");
        options.Events.MapEventType<UnreadableLater>("unreadable_later");
        options.Events.MapEventType<Indigestible>("indigestible");
        options.Events.MapEventType<IndigestibleFact>("indigestible_fact");
    });

    /// <summary>Through the store's own append, past the decision.</summary>
    public async Task AppendAsync(string organisation, string initiative, object body)
    {
        await using var session = Store.LightweightSession(organisation);
        var provenance = new Provenance(new("strange"), Clock.GetCurrentInstant(), null, new(Guid.NewGuid()), 0, Provenance.Http);
        session.AppendNumbered<InitiativeState>(initiative, await this.HeadAsync(organisation, initiative),
            [EventMetadata.Attach(new Slug(organisation), provenance, body)]);
        await session.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    public async Task WriteAsync(string organisation, string initiative, string how)
    {
        switch (how)
        {
            case "unknown kind, through the store": await AppendAsync(organisation, initiative, new NeverHeardOf("x")); break;
            case "unreadable body, through the store": await AppendAsync(organisation, initiative, new UnreadableLater("x")); break;
            case "fold throws, through the store": await AppendAsync(organisation, initiative, new Indigestible("x")); break;
            case "unknown kind, by hand": await this.RawEventAsync(organisation, initiative, "from_the_future", "{}"); break;
            case "unreadable body, by hand": await this.RawEventAsync(organisation, initiative, "initiative_renamed", """{"title":7}"""); break;
            case "fold throws, by hand":
                await this.RawEventAsync(organisation, initiative, "initiative_renamed", """{"title":{"ja":"名","en":"Name"},"on":"2025-05-01"}""",
                    headers: null);
                break;
            default: throw new ArgumentOutOfRangeException(nameof(how), how, null);
        }
    }
}
