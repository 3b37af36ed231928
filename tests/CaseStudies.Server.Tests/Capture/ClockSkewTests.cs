using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CaseStudies.Server.Store;
using Microsoft.AspNetCore.Builder;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Server.Tests.Capture;

/// <summary>A machine whose clock is off records nothing: its facts would bear that time for ever, and hide behind it.</summary>
public sealed class ClockSkewTests(ClockSkewTests.Checked server) : IClassFixture<ClockSkewTests.Checked>
{
    /// <summary>The one that the database reads.</summary>
    private static readonly SystemClock s_machine = SystemClock.Instance;

    private readonly HttpClient _http = server.Host.Server.CreateClient();

    /// <summary>As people run it.</summary>
    public sealed class Checked(PostgresFixture postgres) : ServerFixture(postgres)
    {
        public Duration Off { get; set; }

        /// <summary>The clock is set a day forward after it was read so many times more.</summary>
        public int SetAfter { get; set; } = int.MaxValue;

        protected override IClock ServerClock => new OffClock(this);

        protected override void Configure(WebApplicationBuilder builder) => builder.Configuration["Store:ClockSkew"] = null;

        private sealed class OffClock(Checked server) : IClock
        {
            public Instant GetCurrentInstant()
            {
                if (server.SetAfter < int.MaxValue && server.SetAfter-- == 0)
                    (server.Off, server.SetAfter) = (Duration.FromDays(1), int.MaxValue);
                return s_machine.GetCurrentInstant() + server.Off;
            }
        }
    }

    [Theory, InlineData(24 * 3600), InlineData(20), InlineData(-20), InlineData(-24 * 3600)]
    public async Task Nothing_new_is_recorded_until_the_clock_is_right_again_and_the_same_command_is_recorded_then(int seconds)
    {
        var organisation = $"clock-{(seconds < 0 ? "behind" : "ahead")}-{Math.Abs(seconds)}";
        server.Off = Duration.Zero;
        var api = await Api.OpenedAsync(server, organisation, "one");
        var (before, after) = (Api.Record(Guid.NewGuid(), Sentences.Milestone("m1")), Api.Record(Guid.NewGuid(), Sentences.Milestone("m2")));
        Assert.Equal(HttpStatusCode.Created, (await api.PostAsync("/entries", before)).Status);

        server.Off = Duration.FromSeconds(seconds);
        foreach (var (path, body) in new[]
        {
            (api.Base + "/entries", after), (AtBatches(organisation), Batch("each", after)), (AtBatches(organisation), Batch("all", after)),
        })
        {
            using var refused = await SendAsync(HttpMethod.Post, path, body);
            await CheckAsync(refused);
        }

        using (var refused = await SendAsync(HttpMethod.Put, $"/organisations/{organisation}/fiscal-year",
            $$$"""{"command":"{{{Guid.NewGuid()}}}","fiscalYear":{"firstMonth":1}}"""))
            await CheckAsync(refused);
        // What was recorded already is answered as before.
        Assert.True((await api.PostAsync("/entries", before)).Status is HttpStatusCode.OK or HttpStatusCode.Created);
        Assert.Equal(4, await server.HeadAsync(organisation, "one"));
        await Until.HoldsAsync(ReadyAsync, ready => ready == (HttpStatusCode.ServiceUnavailable, "unhealthy"));

        server.Off = Duration.Zero;
        Assert.Equal(HttpStatusCode.Created, (await api.PostAsync("/entries", after)).Status);
        Assert.Equal(5, await server.HeadAsync(organisation, "one"));
        await Until.HoldsAsync(ReadyAsync, ready => ready == (HttpStatusCode.OK, "healthy"));
    }

    [Fact]
    public async Task A_clock_that_is_set_while_a_command_is_recorded_stamps_nothing()
    {
        server.Off = Duration.Zero;
        var api = await Api.OpenedAsync(server, "clock-set", "one");
        for (var reads = 0; reads < 8; reads++)
        {
            (server.Off, server.SetAfter) = (Duration.Zero, reads);
            var (status, body) = await api.PostAsync("/entries", Api.Record(Guid.NewGuid(), Sentences.Milestone($"m{reads}")));
            (server.Off, server.SetAfter) = (Duration.Zero, int.MaxValue);
            if (status == HttpStatusCode.ServiceUnavailable)
                continue;
            Assert.Equal(HttpStatusCode.Created, status);
            var recorded = InstantPattern.ExtendedIso.Parse((string)JsonNode.Parse(body)!["recordedAt"]!).GetValueOrThrow();
            Assert.True(recorded < s_machine.GetCurrentInstant(), $"after {reads} readings: {recorded}");
        }
    }

    [Fact]
    public void A_clock_that_was_set_while_the_database_was_asked_is_found()
    {
        var (skew, asked) = (new ClockSkew(Duration.FromSeconds(5)), Instant.FromUtc(2026, 4, 1, 0, 0));

        Assert.True(skew.IsExceeded(asked, asked, asked + Duration.FromDays(1), Duration.FromSeconds(1)));
        Assert.True(skew.IsExceeded(asked, asked, asked - Duration.FromDays(1), Duration.FromSeconds(1)));
    }

    [Fact]
    public void Waiting_for_the_database_is_no_skew()
    {
        var (skew, asked) = (new ClockSkew(Duration.FromSeconds(5)), Instant.FromUtc(2026, 4, 1, 0, 0));

        var minute = Duration.FromSeconds(60);
        Assert.False(skew.IsExceeded(asked, asked + minute, asked + minute, minute));
        Assert.False(skew.IsExceeded(asked, asked, asked + minute, minute));
        Assert.True(skew.IsExceeded(asked, asked - Duration.FromSeconds(6), asked, Duration.Zero));
        Assert.True(skew.IsExceeded(asked, asked + Duration.FromSeconds(66), asked + minute, minute));
    }

    private static string AtBatches(string organisation) => $"/organisations/{organisation}/batches";

    private static string Batch(string mode, string act) => $$"""{"mode":"{{mode}}","items":[{"initiative":"one","record":{{act}}}]}""";

    private static async Task CheckAsync(HttpResponseMessage refused)
    {
        var problem = JsonNode.Parse(await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "clock-off"), (refused.StatusCode, (string?)problem["code"]));
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Contains("時計", (string)problem["ja"]!, StringComparison.Ordinal);
        Assert.Contains("clocks", (string)problem["en"]!, StringComparison.Ordinal);
    }

    private async Task<(HttpStatusCode Status, string Clock)> ReadyAsync()
    {
        using var ready = await _http.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
        var said = JsonNode.Parse(await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        return (ready.StatusCode, (string)said["checks"]!["clock"]!["status"]!);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string json)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        return await _http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
