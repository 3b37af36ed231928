namespace CaseStudies.Server.Tests.Capture;

public sealed class RecordTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_recorded_session_shows_in_the_figure()
    {
        var api = await Api.OpenedAsync(server, "ysc", "recorded");
        await api.SessionAsync("2025-05-10", 4);
        await api.SessionAsync("2025-06-14", 5);

        Assert.Equal(("computed", "9人"), await api.YouthAsync());
    }
}
