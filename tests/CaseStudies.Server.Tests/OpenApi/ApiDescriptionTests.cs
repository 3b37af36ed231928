using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CaseStudies.Server.Tests.Problems;

namespace CaseStudies.Server.Tests.OpenApi;

public sealed class ApiDescriptionTests(HostileServer server) : IClassFixture<HostileServer>
{
    [Fact]
    public async Task Every_operation_says_what_it_is_called_what_it_does_and_how_it_refuses()
    {
        var document = await DocumentAsync();
        Assert.StartsWith("3.1", (string)document["openapi"]!, StringComparison.Ordinal);
        var operations = Operations(document).ToList();
        // The portfolio's page has a second, shorter address, and a page's form does what other routes are described to do.
        Assert.Equal(Routes.All.Keys.Where(r =>
            (r.Contains("/organisations", StringComparison.Ordinal) || r.Contains("/instruments", StringComparison.Ordinal) || r == "GET /granted"
                || r.StartsWith("GET /shared/", StringComparison.Ordinal))
                && r is not ("GET /organisations/{org}" or Routes.PageForm))
            .Select(r => r.Replace(":guid", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            operations.Select(o => $"{o.Method} {o.Path}").Order(StringComparer.Ordinal));
        foreach (var (method, path, operation) in operations)
        {
            Assert.False(string.IsNullOrEmpty((string?)operation["operationId"]) || string.IsNullOrEmpty((string?)operation["summary"]), path);
            Assert.Matches("^[^/]*[\\u3040-\\u30ff\\u4e00-\\u9fff][^/]* / [^\\u3040-\\u9fff]+$", (string)operation["summary"]!);
            Assert.True(operation["tags"]!.AsArray().Count == 1, path);
            var problems = operation["responses"]!.AsObject().Where(r => r.Key[0] is '4').ToList();
            Assert.Contains(path.StartsWith("/shared/", StringComparison.Ordinal) ? "404" : "401", problems.Select(p => p.Key)); // one needs no sign-in
            Assert.All(problems, p => Assert.NotNull(p.Value!["content"]!["application/problem+json"]));
            Assert.True(operation["responses"]!.AsObject().Any(r => r.Key[0] is '2'), path);
            Assert.Equal(method != "GET", operation["requestBody"] is not null);
        }

        Assert.Equal(operations.Count, operations.Select(o => (string)o.Operation["operationId"]!).Distinct().Count());
    }

    [Fact]
    public async Task Our_own_texts_are_strings_with_a_pattern_that_their_example_meets()
    {
        var document = await DocumentAsync();
        foreach (var schema in Descendants(document["components"]!).OfType<JsonObject>().Where(s => s["pattern"] is not null))
        {
            Assert.Contains("string", schema["type"]!.ToJsonString(), StringComparison.Ordinal);
            Assert.All(schema["examples"]!.AsArray(), e => Assert.Matches(new Regex((string)schema["pattern"]!), (string)e!));
        }

        foreach (var (component, member) in new[] { ("SentSessionHeld", "strand"), ("SentSessionHeld", "on"), ("SentSessionHeld", "start"),
            ("SentQuantityObserved", "value"), ("SentPersonEnrolled", "person"), ("RecordEntriesCommand", "command") })
            Assert.NotNull(document["components"]!["schemas"]![component]!["properties"]![member]!["pattern"]);
    }

    [Fact]
    public async Task Every_kind_of_fact_is_described_as_clients_send_it()
    {
        var schemas = (await DocumentAsync())["components"]!["schemas"]!;
        var fact = schemas["SentFact"]!;
        Assert.Equal("kind", (string)fact["discriminator"]!["propertyName"]!);
        Assert.Equal(FactExamples.Kinds, fact["discriminator"]!["mapping"]!.AsObject().Select(m => m.Key).Order(StringComparer.Ordinal));
        Assert.Equal(FactExamples.Kinds.Count(), fact["oneOf"]!.AsArray().Count);
        foreach (var (kind, reference) in fact["discriminator"]!["mapping"]!.AsObject())
        {
            var schema = schemas[((string)reference!).Split('/')[^1]]!;
            Assert.Equal(kind, (string)schema["properties"]!["kind"]!["const"]!);
            Assert.NotEqual($"{kind} ({kind})", (string)schema["description"]!);
            Assert.Equal(HostileServer.Examples.Act(kind)[^1].AsObject().Select(m => m.Key).Order(StringComparer.Ordinal),
                schema["properties"]!.AsObject().Select(p => p.Key).Order(StringComparer.Ordinal));
            foreach (var text in Domain.Initiatives.InitiativeEventCatalogue.Facts[kind].PrivateTexts)
                Assert.Equal("string", (string)schema["properties"]![text]!["type"]!);
        }

        foreach (var command in new[] { ("RecordEntriesCommand", "facts"), ("CorrectEntryCommand", "replacement") })
            Assert.Contains("#/components/schemas/SentFact", schemas[command.Item1]!["properties"]![command.Item2]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_reference_leads_somewhere_and_the_description_holds_no_word_of_the_program()
    {
        var document = await DocumentAsync();
        foreach (var reference in Descendants(document).OfType<JsonObject>().Select(o => o["$ref"]).OfType<JsonValue>().Select(v => (string)v!).Distinct())
            Assert.True(reference.Split('/')[1..].Aggregate((JsonNode?)document, (node, step) => node?[step]) is not null, reference);
        var used = Descendants(document).OfType<JsonObject>().Select(o => (string?)(o["$ref"] as JsonValue)).ToHashSet();
        Assert.All(document["components"]!["schemas"]!.AsObject(), s => Assert.Contains("#/components/schemas/" + s.Key, used));
        Assert.All(document["tags"]!.AsArray(), t => Assert.NotNull(t!["description"]));
        Assert.DoesNotContain("System.", document.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_figure_is_described_with_what_it_is_held_against_and_the_roles_of_its_parts()
    {
        var schemas = (await DocumentAsync())["components"]!["schemas"]!;

        Assert.NotNull(schemas["Figure"]!["properties"]!["comparisons"]);
        Assert.NotNull(schemas["GetFiguresLine"]!["properties"]!["comparisons"]);
        Assert.NotNull(schemas["GetEntriesLine"]!["properties"]!["fact"]);
        Assert.DoesNotContain(schemas.AsObject(), s => s.Key.EndsWith("Body", StringComparison.Ordinal) || s.Key == "RecordFacts");
        Assert.Contains("session:ID", (string)schemas["DerivationPart"]!["properties"]!["role"]!["description"]!, StringComparison.Ordinal);
    }

    /// <remarks>So every kind of fact can be recorded over HTTP, and the description shows how.</remarks>
    [Fact]
    public async Task The_examples_are_accepted_in_their_order()
    {
        var contents = Operations(await DocumentAsync()).Where(o => o.Operation["requestBody"] is not null && (string)o.Operation["tags"]![0]! == "Record")
            .ToDictionary(o => (string)o.Operation["operationId"]!, o => o.Operation["requestBody"]!["content"]!["application/json"]!);
        Assert.Equal(21, contents.Count);
        const string Initiative = "/organisations/described/initiatives/spark";

        var described = await server.SendAsync(new(HttpMethod.Put, "/organisations/described/profile"),
            HostileServer.Utf8(contents["describeOrganisation"]["example"]!.ToJsonString()));
        Assert.True(described.Status == 204, described.Body);
        var declared = await server.SendAsync(new(HttpMethod.Put, "/organisations/described/fiscal-year"),
            HostileServer.Utf8(contents["declareFiscalYear"]["example"]!.ToJsonString()));
        Assert.True(declared.Status == 204, declared.Body);
        var kept = await server.SendAsync(new(HttpMethod.Put, "/organisations/described/retention"),
            HostileServer.Utf8(contents["declareRetention"]["example"]!.ToJsonString()));
        Assert.True(kept.Status == 204, kept.Body);
        await MembersAsync(contents["giveRole"]["example"]!, contents["removeMember"]["example"]!);
        var made = await server.PostAsync("/organisations/described/keys", contents["makeKey"]["example"]!.ToJsonString());
        Assert.True(made.Status == 201, made.Body);
        var invited = await server.PostAsync("/organisations/described/invitations", contents["inviteMember"]["example"]!.ToJsonString());
        Assert.True(invited.Status == 201, invited.Body);
        var taken = await server.PostAsync($"/organisations/described/invitations/{JsonNode.Parse(invited.Body)!["invitation"]}/withdrawal",
            contents["withdrawInvitation"]["example"]!.ToJsonString());
        Assert.True(taken.Status == 204, taken.Body);
        var acts = contents["recordEntries"]["examples"]!.AsObject();
        var entries = new Dictionary<string, string>();
        foreach (var (kind, example) in acts)
        {
            var recorded = await server.PostAsync(Initiative + "/entries", example!["value"]!.ToJsonString());
            Assert.True(recorded.Status == 201, $"{kind}: {recorded.Body}");
            entries[kind] = (string)JsonNode.Parse(recorded.Body)!["entries"]![0]!["entry"]!;
        }

        await SharedAsync(contents["shareFigure"]["example"]!, (string)acts["indicator_adopted"]!["value"]!["facts"]!.AsArray().Last()!["indicator"]!,
            contents["revokeShare"]["example"]!);

        var corrected = await server.PostAsync($"{Initiative}/entries/{entries["initiative_opened"]}/corrections",
            contents["correctEntry"]["example"]!.ToJsonString());
        Assert.True(corrected.Status == 200, corrected.Body);
        var withdrawn = await server.PostAsync($"{Initiative}/entries/{entries["consultation_received"]}/withdrawal",
            contents["withdrawEntry"]["example"]!.ToJsonString());
        Assert.True(withdrawn.Status == 200, withdrawn.Body);
        await AcceptedAsync($"{Initiative}/acts/{contents["withdrawEntry"]["example"]!["command"]}/undo", contents["undoAct"]["example"]!);
        await AcceptedAsync($"{Initiative}/effects", contents["announceEffects"]["example"]!);
        await AcceptedAsync($"{Initiative}/changes", contents["changeEntries"]["example"]!);
        var person = acts["person_enrolled"]!["value"]!["facts"]!.AsArray().Select(f => (string?)f!["person"]).OfType<string>().Last();
        await AcceptedAsync($"/organisations/described/persons/{person}/erasure", contents["erasePerson"]["example"]!);
        await GrantedAsync(contents["makeGrant"]["example"]!, contents["narrowGrant"]["example"]!, contents["revokeGrant"]["example"]!);
    }

    /// <summary>The funder of the examples has a member; its grant is made, narrowed and revoked.</summary>
    private async Task GrantedAsync(JsonNode made, JsonNode narrowed, JsonNode revoked)
    {
        var owner = new JsonObject { ["command"] = Guid.NewGuid().ToString(), ["role"] = "owner" };
        await server.SendAsync(new(HttpMethod.Put, $"/organisations/{made["funder"]}/members/m-" + new string('1', 32)),
            HostileServer.Utf8(owner.ToJsonString()));
        await AcceptedAsync("/organisations/described/grants", made);
        await AcceptedAsync($"/organisations/described/grants/{made["command"]}/narrowing", narrowed);
        await AcceptedAsync($"/organisations/described/grants/{made["command"]}/revocation", revoked);
    }

    /// <summary>A figure of these examples is shown by a link, and the link is revoked.</summary>
    private async Task SharedAsync(JsonNode made, string indicator, JsonNode revoked)
    {
        (made["initiative"], made["indicator"]) = ("spark", indicator);
        var shared = await server.PostAsync("/organisations/described/shares", made.ToJsonString());
        Assert.True(shared.Status == 201, shared.Body);
        await AcceptedAsync($"/organisations/described/shares/{JsonNode.Parse(shared.Body)!["share"]}/revocation", revoked);
    }

    /// <summary>The member of the examples comes to an owner and goes again.</summary>
    private async Task MembersAsync(JsonNode given, JsonNode removed)
    {
        var owner = new JsonObject { ["command"] = Guid.NewGuid().ToString(), ["role"] = "owner" };
        var (first, second) = (Path('1'), Path('2'));
        foreach (var (method, path, body) in new[]
            { (HttpMethod.Put, first, owner), (HttpMethod.Put, second, given), (HttpMethod.Post, second + "/removal", removed) })
        {
            var answer = await server.SendAsync(new(method, path), HostileServer.Utf8(body.ToJsonString()));
            Assert.True(answer.Status == 204, $"{path}: {answer.Body}");
        }

        static string Path(char digit) => "/organisations/described/members/m-" + new string(digit, 32);
    }

    private async Task AcceptedAsync(string path, JsonNode body)
    {
        var answer = await server.PostAsync(path, body.ToJsonString());
        Assert.True(answer.Status is 200 or 201 or 204, $"{path}: {answer.Body}");
    }

    [Fact]
    public async Task There_is_an_example_of_every_kind_with_a_summary_in_both_languages_and_one_of_a_whole_session()
    {
        var recording = Operations(await DocumentAsync()).Single(o => (string)o.Operation["operationId"]! == "recordEntries").Operation;
        var acts = recording["requestBody"]!["content"]!["application/json"]!["examples"]!.AsObject();

        Assert.Equal(FactExamples.Kinds, acts.Select(a => a.Key).Order(StringComparer.Ordinal));
        Assert.All(acts, a => Assert.Contains(a.Value!["value"]!["facts"]!.AsArray(), f => (string)f!["kind"]! == a.Key));
        Assert.All(acts, a => Assert.Matches("^[^/]*[\u3040-\u30ff\u4e00-\u9fff][^/]* / [^/]*[A-Za-z]{3}[^/]*$", (string)a.Value!["summary"]!));
        Assert.Equal(
            ["session_held", "participants_counted", "participants_counted", "person_attended", "person_attended", "partner_attended"],
            acts["session_held"]!["value"]!["facts"]!.AsArray().Select(f => (string)f!["kind"]!));
    }

    private async Task<JsonNode> DocumentAsync()
    {
        var answer = await server.GetAsync("/openapi.json");
        Assert.Equal("application/json", answer.MediaType);
        return JsonNode.Parse(answer.Body)!;
    }

    private static IEnumerable<(string Method, string Path, JsonNode Operation)> Operations(JsonNode document) =>
        document["paths"]!.AsObject()
            .SelectMany(p => p.Value!.AsObject().Where(o => o.Key is "get" or "post" or "put" or "delete" or "patch")
                .Select(o => (o.Key.ToUpperInvariant(), p.Key, o.Value!)));

    private static IEnumerable<JsonNode> Descendants(JsonNode node) => node switch
    {
        JsonObject o => o.Select(m => m.Value).OfType<JsonNode>().SelectMany(Descendants).Prepend(node),
        JsonArray a => a.OfType<JsonNode>().SelectMany(Descendants).Prepend(node),
        _ => [node],
    };
}
