using System.Collections.Frozen;
using System.Diagnostics;
using OpenTelemetry;

namespace CaseStudies.Server.Observability;

/// <summary>Takes out of spans what somebody sent: addresses, headers and the words of exceptions, which may quote data.</summary>
internal sealed class SpanPrivacy : BaseProcessor<Activity>
{
    /// <summary>All that the span of a request keeps. Its address stands there as the route.</summary>
    private static readonly FrozenSet<string> s_kept = FrozenSet.Create(
        "http.request.method", "http.route", "http.response.status_code", "url.scheme", "network.protocol.version", "error.type");

    private static readonly Lock s_lock = new();
    private static ActivityListener? s_listener;

    /// <summary>The libraries add exceptions to their spans as events, which nothing can take out again; so their words are replaced on the way in.</summary>
    public static void HideExceptionMessages()
    {
        lock (s_lock)
        {
            if (s_listener is not null)
                return;
            s_listener = new()
            {
                ShouldListenTo = source => source.Name is "Marten" or "Wolverine" or "Npgsql" or "Microsoft.AspNetCore",
                ExceptionRecorder = (_, exception, ref tags) =>
                {
                    tags.Add("exception.message", "");
                    tags.Add("exception.stacktrace", exception.StackTrace);
                },
            };
            ActivitySource.AddActivityListener(s_listener);
        }
    }

    /// <summary>A header of the sender's, which spans below would inherit.</summary>
    public override void OnStart(Activity data)
    {
        if (data.Kind == ActivityKind.Server)
            data.TraceStateString = null;
    }

    public override void OnEnd(Activity data)
    {
        if (data.Kind == ActivityKind.Server)
        {
            foreach (var tag in data.TagObjects.Where(t => !s_kept.Contains(t.Key)).ToList())
                data.SetTag(tag.Key, null);
        }

        if (data.Status == ActivityStatusCode.Error)
            data.SetStatus(ActivityStatusCode.Error);
    }
}
