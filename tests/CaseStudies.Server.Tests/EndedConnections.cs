using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace CaseStudies.Server.Tests;

/// <summary>How many connections a listening server has done with, request and all, since this was made.</summary>
internal sealed class EndedConnections : IDisposable
{
    private readonly MeterListener _listener = new();
    private int _count;

    public EndedConnections(IServiceProvider server)
    {
        // Every server of this process has an instrument of this name; its meter says whose it is.
        var meters = server.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "kestrel.connection.duration" && instrument.Meter.Scope == meters)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((_, _, _, _) => Interlocked.Increment(ref _count));
        _listener.Start();
    }

    public int Count => Volatile.Read(ref _count);

    public void Dispose() => _listener.Dispose();
}
