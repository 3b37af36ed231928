using System.IO.Compression;
using CaseStudies.Server.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.ResponseCompression;

namespace CaseStudies.Server.Operations;

/// <summary>
/// Compresses answers whose length tells an eavesdropper nothing. Over HTTPS, the length of a compressed page can give away a secret in it
/// (BREACH), if another site can make the reader's browser ask again and again with guesses in the address. So compressed is only what
/// anybody may read, and what was asked for with an Authorization header, which no other site can make a browser send.
/// </summary>
internal static class Compression
{
    public static void AddCompression(this IServiceCollection services)
    {
        services.AddResponseCompression(o =>
        {
            o.EnableForHttps = true;
            o.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/problem+json", "application/cloudevents-batch+json", "text/csv"];
        });
        services.Configure<BrotliCompressionProviderOptions>(o => o.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(o => o.Level = CompressionLevel.Fastest);
    }

    /// <summary>After routing: it asks for the endpoint.</summary>
    public static void UseCompression(this WebApplication app) => app.UseWhen(IsSafe, safe => safe.UseResponseCompression());

    /// <summary>What is sent to record something is answered in a few bytes.</summary>
    private static bool IsSafe(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method)
        && (context.Request.Headers.Authorization.Count > 0
            || context.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>() is [{ Policy: Policies.Public }]);
}
