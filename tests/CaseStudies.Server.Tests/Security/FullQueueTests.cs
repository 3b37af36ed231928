using CaseStudies.Server.Access;
using CaseStudies.Server.Store;
using CaseStudies.Server.Tests.Persons;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CaseStudies.Server.Tests.Security;

/// <summary>Where refusals come faster than they are written, the program's own log has those that the security log has no room for.</summary>
public sealed class FullQueueTests(ErasureServer server) : IClassFixture<ErasureServer>
{
    [Fact]
    public void What_finds_no_room_is_in_the_programs_own_log()
    {
        var services = server.Host.Services;
        var log = services.GetRequiredService<SecurityLog>();
        // Nobody writes what waits in it.
        using var work = new SecurityLogWork(log, services.GetRequiredService<BackgroundConnections>(), server.Clock, NullLogger<SecurityLogWork>.Instance);
        for (var i = 0; i < 1001; i++)
            work.NoteRefusal(new("flooded"), new(server.Clock.GetCurrentInstant(), SecurityEvent.AccessRefused, $"m-{i}", "", "192.0.2.1", ""));
        Assert.Contains("access-refused in  by m-1000 ", server.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("by m-999 ", server.Log.Text, StringComparison.Ordinal);
    }
}
