using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace CaseStudies.EmbeddedPostgres.Tests;

/// <summary>Serves one content under every address, and remembers what was asked for.</summary>
internal sealed class FakeRegistry : IDisposable
{
    private readonly HttpListener listener = new();

    internal FakeRegistry(byte[] content)
    {
        Address = new($"http://127.0.0.1:{FreePort.Choose(0)}/some/base");
        listener.Prefixes.Add(Address.AbsoluteUri + "/");
        listener.Start();
        _ = Task.Run(async () =>
        {
            while (listener.IsListening)
            {
                var context = await listener.GetContextAsync();
                Asked.Enqueue(context.Request.RawUrl!);
                await context.Response.OutputStream.WriteAsync(content);
                context.Response.Close();
            }
        });
    }

    internal Uri Address { get; }
    internal ConcurrentQueue<string> Asked { get; } = new();

    public void Dispose() => listener.Close();
}
