using System.Net;
using CaseStudies.Server.Push;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CaseStudies.Server.Tests.Push;

/// <summary>Finds each name on this machine, and may call it there unless a test says otherwise.</summary>
public sealed class PushServer(PostgresFixture postgres) : ServerFixture(postgres)
{
    /// <summary>The product's own rule, without this machine's exception.</summary>
    public bool OnlyPublic { get; set; }

    /// <summary>No receiver shows a certificate that is trusted.</summary>
    public bool TrustsNobody { get; set; }

    public CapturedLog Log { get; } = new();

    protected override void Configure(WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Logging.AddProvider(Log);
        builder.Configuration["Push:SweepSeconds"] = "0.2";
        builder.Services.AddSingleton(new PushNetwork(
            address => PublicAddresses.IsPublic(address) || (!OnlyPublic && IPAddress.IsLoopback(address)),
            (host, _) => Task.FromResult<IPAddress[]>(host == "mixed.test" ? [IPAddress.Parse("93.184.215.14"), IPAddress.Loopback] : [IPAddress.Loopback]),
            (_, certificate, _, _) => !TrustsNobody && certificate?.Subject == "CN=receiver.test"));
    }
}
