using System.Net;
using System.Text.Json.Nodes;
using CaseStudies.Server.Access;
using CaseStudies.Server.Projections;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CaseStudies.Server.Tests.Access;

/// <summary>Figures and files of large initiatives come in turns; nobody else waits for them.</summary>
public sealed class HeavyReadingTests(HeavyReadingTests.Small server, PostgresFixture postgres) : IClassFixture<HeavyReadingTests.Small>
{
    private const string Large = "/organisations/heavy/initiatives/large", Light = "/organisations/heavy/initiatives/small";

    /// <summary>An initiative of ten entries is large here.</summary>
    public class Small(PostgresFixture postgres) : ListeningServer(postgres)
    {
        protected override void Configure(WebApplicationBuilder builder)
        {
            ArgumentNullException.ThrowIfNull(builder);
            (builder.Configuration["Load:Parallel"], builder.Configuration["Load:HeavyEntries"]) = ("1", "10");
        }

        protected override async Task PrepareAsync()
        {
            await RecordAsync(Light, 0);
            await RecordAsync(Large, 10);
        }

        private async Task RecordAsync(string initiative, int milestones)
        {
            string[] facts = [Sentences.Opening, .. Enumerable.Range(0, milestones).Select(i => Sentences.Milestone($"m-{i}"))];
            var answer = await PostAsync(initiative + "/entries", $$"""{"command":"{{Guid.NewGuid()}}","facts":[{{string.Join(',', facts)}}]}""");
            Assert.Equal(201, answer.Status);
        }
    }

    /// <summary>One more on the same database, which has read nothing yet.</summary>
    public sealed class Cold(PostgresFixture postgres, Small first) : Small(postgres)
    {
        protected override Task<string> NewDatabaseAsync() => Task.FromResult(first.ConnectionString);

        protected override Task PrepareAsync() => Task.CompletedTask;
    }

    /// <summary>Nobody waits here.</summary>
    public sealed class Impatient(PostgresFixture postgres) : Small(postgres)
    {
        protected override void Configure(WebApplicationBuilder builder)
        {
            base.Configure(builder);
            builder.Configuration["Load:PatienceSeconds"] = "0";
        }
    }

    public static TheoryData<string> Heavy => ["", "/figures", "/figures/none", "/conflicts", "/likely-duplicates", "/warnings",
        "/restatements", "/changes", "/entries.csv", "/entries.xlsx",
        "/figures.csv", "/figures.xlsx", "/changes?format=csv"];

    private Turns Turns => server.Services.GetRequiredService<HeavyWork>().Computing;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Heavy))]
    public async Task A_heavy_reading_waits_for_its_turn_and_frees_its_place(string address)
    {
        var held = await Turns.BeginAsync(new("another"), Cancellation);
        var asked = server.GetAsync(Large + address);
        await WaitingAsync(1);
        // Whoever reads little, or records, is answered meanwhile.
        Assert.Equal(200, (await server.GetAsync(Large + "/entries")).Status);
        Assert.Equal(address == "/figures/none" ? 404 : 200, (await server.GetAsync(Light + address)).Status);
        Assert.False(asked.IsCompleted);

        held.Dispose();

        Assert.Equal(address == "/figures/none" ? 404 : 200, (await asked).Status);
        await FreeAsync();
    }

    [Fact]
    public async Task Entries_that_are_not_in_memory_yet_are_not_read_before_their_turn()
    {
        await using var cold = new Cold(postgres, server);
        await cold.InitializeAsync();
        var (turns, kept) = (cold.Services.GetRequiredService<HeavyWork>().Computing, cold.Services.GetRequiredService<EntryCache>());
        var held = await turns.BeginAsync(new("another"), Cancellation);
        var asked = cold.GetAsync(Large + "/figures");
        await Until.HoldsAsync(() => Task.FromResult(turns.Waiting), waiting => waiting == 1);
        Assert.Equal(0, kept.Held.Initiatives);

        held.Dispose();

        Assert.Equal(200, (await asked).Status);
        Assert.Equal(1, kept.Held.Initiatives);
    }

    [Fact]
    public async Task Announcing_the_effects_of_an_act_on_a_large_initiative_is_heavy()
    {
        var act = $$$"""{"record":{"command":"{{{Guid.NewGuid()}}}","facts":[{{{Sentences.Milestone("later")}}}]}}""";
        var held = await Turns.BeginAsync(new("another"), Cancellation);
        var asked = server.PostAsync(Large + "/effects", act);
        await WaitingAsync(1);
        Assert.Equal(200, (await server.PostAsync(Light + "/effects", act)).Status);
        Assert.False(asked.IsCompleted);

        held.Dispose();

        Assert.Equal(200, (await asked).Status);
        await FreeAsync();
    }

    [Fact]
    public async Task A_reader_who_goes_away_while_he_waits_leaves_no_trace()
    {
        var held = await Turns.BeginAsync(new("another"), Cancellation);
        using var gone = new CancellationTokenSource();
        var asked = server.Client.GetAsync(new Uri(Large + "/entries.csv", UriKind.Relative), gone.Token);
        await WaitingAsync(1);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        await WaitingAsync(0);

        held.Dispose();
        await FreeAsync();
    }

    private Task<int> WaitingAsync(int number) => Until.HoldsAsync(() => Task.FromResult(Turns.Waiting), waiting => waiting == number);

    /// <summary>The place is free again once the answer is sent, which its reader may see a moment earlier.</summary>
    private async Task FreeAsync() => (await Turns.BeginAsync(new("another"), Cancellation).WaitAsync(TimeSpan.FromSeconds(20), Cancellation)).Dispose();

    public sealed class TurnedAway(Impatient server) : IClassFixture<Impatient>
    {
        [Theory, InlineData("/entries.xlsx"), InlineData("/figures")]
        public async Task Who_does_not_get_his_turn_is_told_so_in_both_languages_and_when_to_come_again(string address)
        {
            using (await server.Services.GetRequiredService<HeavyWork>().Computing.BeginAsync(new("another"), Cancellation))
            {
                var refused = await server.GetAsync(Large + address);
                Assert.Equal((int)HttpStatusCode.ServiceUnavailable, refused.Status);
                Assert.Equal("10", refused.Headers["Retry-After"]);
                var problem = JsonNode.Parse(refused.Body)!;
                Assert.Equal("crowded", (string)problem["code"]!);
                Assert.Contains("順番が来ませんでした", (string)problem["ja"]!, StringComparison.Ordinal);
                Assert.Contains("did not get its turn", (string)problem["en"]!, StringComparison.Ordinal);
            }

            Assert.Equal(200, (await server.GetAsync(Large + address)).Status);
        }
    }
}
