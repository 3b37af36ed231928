using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CaseStudies.Domain;

namespace CaseStudies.Server.Tests.Problems;

/// <summary>A server with an initiative in each of two organisations, and what every refusal must look like.</summary>
public sealed partial class HostileServer(PostgresFixture postgres) : ListeningServer(postgres)
{
    public const string Alpha = "/organisations/alpha/initiatives/one";
    public const string Beta = "/organisations/beta/initiatives/two";

    public static FactExamples Examples { get; } = new(path => $"文 {path}");

    protected override async Task PrepareAsync()
    {
        foreach (var path in new[] { Alpha, Beta })
            Assert.Equal(201, (await PostAsync(path + "/entries", Record(Examples.Foundation()).ToJsonString())).Status);
    }

    public static JsonObject Record(params JsonNode[] facts)
    {
        var command = new CommandId(Guid.NewGuid());
        foreach (var apart in facts.OfType<JsonObject>().Where(f => f["entries"] is JsonArray { Count: 1 } only && only[0] is JsonValue
            && only[0]!.ToString() == FactExamples.Apart))
            apart["entries"] = new JsonArray(command.ToString(), EntryId.ForCommand(command, 1).ToString());
        return new() { ["command"] = command.ToString(), ["facts"] = new JsonArray(facts) };
    }

    /// <summary>Opens an entry that nothing stands on.</summary>
    public async Task<Guid> EntryAsync(string initiative = Alpha)
    {
        var body = Record(Examples.Act("milestone_reached"));
        Assert.Equal(201, (await PostAsync(initiative + "/entries", body.ToJsonString())).Status);
        return Guid.Parse((string)body["command"]!);
    }

    /// <summary>Sends something hostile and checks that the answer is a problem that tells what to do, and that nothing was written.</summary>
    public async Task<JsonNode?> RefusedAsync(
        string what, Func<HttpRequestMessage> request, byte[]? body = null, string contentType = "application/json", params int[] expected)
    {
        var before = await WrittenAsync();
        var answer = await SendAsync(request(), body, contentType);
        var problem = CheckProblem(what, answer);
        if (expected.Length > 0)
            Assert.True(expected.Contains(answer.Status), $"{what}: {answer.Status} {answer.Body}");
        Assert.True(before == await WrittenAsync(), $"{what}: something was written although the answer is {answer.Status}");
        return problem;
    }

    /// <summary>Sends something that may or may not be acceptable: never a fault of ours, never half a write.</summary>
    public async Task<int> NeverOurFaultAsync(string what, Func<HttpRequestMessage> request, byte[] body)
    {
        var before = await WrittenAsync();
        var answer = await SendAsync(request(), body);
        if (answer.Status >= 300)
        {
            CheckProblem(what, answer);
            Assert.True(before == await WrittenAsync(), $"{what}: something was written although the answer is {answer.Status}");
        }

        return answer.Status;
    }

    public static JsonNode CheckProblem(string what, Answer answer)
    {
        Assert.True(answer.Status is >= 400 and < 500, $"{what}: {answer.Status} {answer.Body}");
        Assert.True(answer.MediaType == "application/problem+json", $"{what}: {answer.Status} {answer.MediaType} {answer.Body}");
        var problem = JsonNode.Parse(answer.Body)!;
        var (ja, en) = ((string)problem["ja"]!, (string)problem["en"]!);
        Assert.StartsWith("urn:casestudies:problem:", (string)problem["type"]!, StringComparison.Ordinal);
        Assert.Equal(answer.Status, (int)problem["status"]!);
        Assert.Equal(ja, (string)problem["title"]!);
        Assert.True(ja.Any(c => c > 0x3000) && !English().IsMatch(ja), $"{what}: the Japanese sentence is {ja}");
        Assert.False(FrameworkWords().IsMatch(ja + en), $"{what}: {en}");
        return problem;
    }

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    [GeneratedRegex("[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}")]
    private static partial Regex English();

    [GeneratedRegex(@"System\.|CaseStudies\.|NodaTime\.|\.NET|LineNumber|BytePosition|deserializ|Guid")]
    private static partial Regex FrameworkWords();
}
