using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace CaseStudies.EmbeddedPostgres.Tests;

/// <summary>Serves one content under every address, and remembers what was asked for.</summary>
internal sealed class FakeRegistry : IDisposable
{
    private readonly HttpListener _listener = new();

    internal FakeRegistry(byte[] content)
    {
        Address = new($"http://127.0.0.1:{FreePort.Choose(0)}/some/base");
        _listener.Prefixes.Add(Address.AbsoluteUri + "/");
        _listener.Start();
        _ = Task.Run(async () =>
        {
            while (_listener.IsListening)
            {
                var context = await _listener.GetContextAsync();
                Asked.Enqueue(context.Request.RawUrl!);
                await context.Response.OutputStream.WriteAsync(content);
                context.Response.Close();
            }
        });
    }

    internal Uri Address { get; }
    internal ConcurrentQueue<string> Asked { get; } = new();

    public void Dispose() => _listener.Close();
}
