using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Commands;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CaseStudies.Server.Tests.Commands;

/// <summary>The organisations go on after the year that they published. What they published stays as it was.</summary>
public sealed partial class LaterYearsTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    /// <summary>What happens again and again. Definitions, enrolments and the like stand already.</summary>
    private static readonly string[] s_recurring =
    [
        "session_held", "participants_counted", "person_attended", "partner_attended", "consultation_received", "quantity_observed",
        "activity_logged", "referral_made", "referral_received", "survey_response_recorded", "outcome_observed",
    ];

    [Fact]
    public async Task Records_of_later_years_leave_every_published_figure_as_published()
    {
        var demo = new FixtureHost(server);
        Assert.Equal(0, (await demo.TypeAsync("demo")).Code);
        server.Clock.Reset(Instant.FromUtc(2027, 4, 1, 0, 0));
        await Task.WhenAll(Samples.Files.Select(async file =>
        {
            var sample = await Samples.ReadAsync(file, TestContext.Current.CancellationToken);
            Assert.True(await GoOnAsync(sample) > 10, $"{sample.Initiative} has hardly any records of the next year.");
        }));

        var (code, output, _) = await demo.TypeAsync("demo --check");

        Assert.EndsWith("headline figures as published: 80 of 80", output.TrimEnd(), StringComparison.Ordinal);
        Assert.True(code == 0, string.Join('\n', output.Split('\n').Where(l => l.Contains('≠', StringComparison.Ordinal))));
    }

    /// <summary>The same happens again a year later; what cannot be (a strand has ended) does not.</summary>
    /// <returns>How many facts were recorded.</returns>
    private async Task<int> GoOnAsync(Sample sample)
    {
        var recorded = 0;
        foreach (var line in sample.Lines.Where(l => l.Verb == "record"))
        {
            var later = line.Body["facts"]!.AsArray().Where(f => s_recurring.Contains((string)f!["kind"]!)).Select(f => NextYears(f!)).ToArray();
            if (later.Length == 0)
                continue;
            if (await RecordedAsync(sample, later))
                recorded += later.Length;
            else if (later.Length > 1)
            {
                foreach (var fact in later)
                    recorded += await RecordedAsync(sample, fact) ? 1 : 0;
            }
        }

        return recorded;
    }

    private async Task<bool> RecordedAsync(Sample sample, params JsonNode[] facts)
    {
        var body = new JsonObject
        {
            ["command"] = Guid.NewGuid().ToString(), ["facts"] = new JsonArray([.. facts.Select(f => f.DeepClone())]),
        };
        return (await server.Host.Services.GetRequiredService<Recorder>().RecordAsync(
            sample.Organisation, sample.Initiative, CommandReader.Read("record", body), Actor.OverHttp(new Caller(new("staff-01"), Role.Owner)),
            TestContext.Current.CancellationToken)).Refusal is null;
    }

    private static JsonNode NextYears(JsonNode fact)
    {
        var later = JsonNode.Parse(AYearOn(fact.ToJsonString()))!;
        if ((string?)later["session"] is { } session)
            later["session"] = Later(session).ToString();
        return later;
    }

    private static Guid Later(string id) => new(SHA256.HashData(Encoding.UTF8.GetBytes("a year later " + id)).AsSpan(0, 16));

    private static string AYearOn(string json) => Dates().Replace(json, date => $"\"{int.Parse(date.Groups[1].Value, null) + 1}-{date.Groups[2].Value}");

    [GeneratedRegex("\"(20[0-9]{2})-([01][0-9](-[0-3][0-9])?)(?=\")")]
    private static partial Regex Dates();
}
