using System.Text.Json.Nodes;
using CaseStudies.Server.Tests.Problems;

namespace CaseStudies.Server.Tests.Read;

public sealed class InstrumentEndpointTests(HostileServer server) : IClassFixture<HostileServer>
{
    [Fact]
    public async Task What_the_list_names_is_given_as_a_fact_that_is_recorded_as_it_is_and_answered()
    {
        var list = JsonNode.Parse((await server.GetAsync("/instruments")).Body)!.AsArray();
        Assert.Equal(["ucla-3-ja 3-12", "ucla-3-uk 3-9", "loneliness-direct-ja -"],
            list.Select(i => $"{i!["instrument"]} {i["scores"]?["lowest"]}-{i["scores"]?["highest"]}"));
        foreach (var instrument in list)
        {
            var fact = JsonNode.Parse((await server.GetAsync($"/instruments/{instrument!["instrument"]}?on=2025-05-01")).Body)!;
            Assert.True(JsonNode.DeepEquals(instrument["items"], fact["items"]));
            var answered = new JsonObject
            {
                ["kind"] = "survey_response_recorded", ["instrument"] = (string)fact["instrument"]!, ["version"] = (int)fact["version"]!, ["wave"] = "before",
                ["on"] = "2025-05-02",
                ["answers"] = new JsonObject(fact["items"]!.AsArray()
                    .Select(i => KeyValuePair.Create((string)i!["item"]!, (JsonNode?)(string)i["answers"]![0]!["answer"]!))),
            };

            var recorded = await server.PostAsync(HostileServer.Alpha + "/entries", HostileServer.Record(fact, answered).ToJsonString());

            Assert.True(recorded.Status == 201, recorded.Body);
        }
    }

    [Fact]
    public async Task Altered_under_its_key_it_is_refused_with_its_place()
    {
        var fact = JsonNode.Parse((await server.GetAsync("/instruments/ucla-3-uk?on=2025-05-01")).Body)!;
        fact["items"]![0]!["question"]!["en"] = "Are you lonely?";
        var body = HostileServer.Record([.. HostileServer.Examples.Act("milestone_reached"), fact]);

        var problem = await server.RefusedAsync("altered", () => new(HttpMethod.Post, HostileServer.Beta + "/entries"), HostileServer.Utf8(body.ToJsonString()),
            expected: 422);

        Assert.Equal(("instrument-altered", "/facts/1"), ((string)problem!["code"]!, (string)problem["pointer"]!));
    }

    [Theory]
    [InlineData("/instruments/ucla-3-ja", 400), InlineData("/instruments/ucla-3-ja?on=", 400), InlineData("/instruments/ucla-3-ja?on=2025-02-30", 400)]
    [InlineData("/instruments/ucla-3-ja?on=2025-05-01&on=2025-05-02", 400)]
    [InlineData("/instruments/ucla-20?on=2025-05-01", 404), InlineData("/instruments/UCLA?on=2025-05-01", 400)]
    public async Task An_odd_question_is_refused(string path, int status) => await server.RefusedAsync(path, () => new(HttpMethod.Get, path), expected: status);
}
