using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace CaseStudies.Benchmarks;

/// <summary>The others behind the least of an endpoint: the same address and body, read, written, committed, answered. Nobody is asked who he is.</summary>
internal static class HttpHosts
{
    public static Task<WebApplication> ByHandAsync(HandWritten hand) => StartAsync(async (organisation, initiative, command, fact) =>
        await hand.WriteAsync(organisation, initiative, command, fact.GetRawText()));

    public static Task<WebApplication> BareMartenAsync(BareMarten marten) => StartAsync((organisation, initiative, _, fact) =>
        marten.WriteAsync(organisation, initiative, fact.Deserialize<BareMarten.ConsultationReceived>(JsonSerializerOptions.Web)!));

    private static async Task<WebApplication> StartAsync(Func<string, string, Guid, JsonElement, Task<long>> write)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapPost("/organisations/{org}/initiatives/{id}/entries", async (HttpContext context, string org, string id) =>
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body);
            var command = body.RootElement.GetProperty("command").GetGuid();
            var version = await write(org, id, command, body.RootElement.GetProperty("facts")[0]);
            return Results.Json(new { command, entries = new[] { new { entry = command, version } } }, statusCode: StatusCodes.Status201Created);
        });
        await app.StartAsync();
        return app;
    }
}
