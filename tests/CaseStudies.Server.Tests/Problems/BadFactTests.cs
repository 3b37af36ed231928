using System.Text.Json.Nodes;

namespace CaseStudies.Server.Tests.Problems;

public sealed class BadFactTests(HostileServer server) : IClassFixture<HostileServer>
{
    public static IEnumerable<TheoryDataRow<string>> Kinds => FactExamples.Kinds.Select(k => new TheoryDataRow<string>(k));

    [Theory, MemberData(nameof(Kinds))]
    public async Task Whatever_stands_in_a_member_of_a_fact_is_recorded_or_refused_and_the_figures_can_still_be_read(string kind)
    {
        var initiative = $"/organisations/alpha/initiatives/{kind.Replace('_', '-')}";
        if (kind != "initiative_opened")
            Assert.Equal(201, (await server.PostAsync(initiative + "/entries",
                HostileServer.Record(HostileServer.Examples.Foundation()).ToJsonString())).Status);
        var index = 0;
        foreach (var (what, body) in HostileBodies.Odd(HostileServer.Examples.Act(kind)[^1].AsObject()))
        {
            // The example's own prerequisites, with the same keys, then the odd one.
            var act = HostileServer.Examples.Act(kind);
            if (JsonNode.Parse(body) is not JsonObject odd)
                continue;
            foreach (var key in new[] { "indicator", "instrument", "session", "strand" })
            {
                if (act.Length > 1 && odd[key] is JsonValue value && value.ToString().StartsWith("k-", StringComparison.Ordinal))
                    act[0][key] = value.DeepClone();
            }

            var sent = HostileServer.Record([.. act[..^1], odd]).ToJsonString();
            var target = kind == "initiative_opened" ? $"{initiative}-{index++}" : initiative;
            await server.NeverOurFaultAsync($"{kind}, {what}", () => new(HttpMethod.Post, target + "/entries"), HostileServer.Utf8(sent));
            if (kind == "initiative_opened")
                Assert.True((await server.GetAsync(target)).Status is 200 or 404);
        }

        Assert.Equal(201, (await server.PostAsync((kind == "initiative_opened" ? initiative + "-valid" : initiative) + "/entries",
            HostileServer.Record(HostileServer.Examples.Act(kind)).ToJsonString())).Status);
        foreach (var query in new[] { "", "?from=1000-01-01&to=2999-12-31" })
        {
            foreach (var path in new[] { "", "/entries", "/figures" })
                Assert.Equal(200, (await server.GetAsync((kind == "initiative_opened" ? initiative + "-valid" : initiative) + path + query)).Status);
        }
    }
}
