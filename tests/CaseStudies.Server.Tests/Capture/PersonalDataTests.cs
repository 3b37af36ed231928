using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Tests.Problems;

namespace CaseStudies.Server.Tests.Capture;

/// <summary>Plants a name wherever a text can be written, and looks for it wherever it must not be.</summary>
public sealed class PersonalDataTests(PrivacyServer server) : IClassFixture<PrivacyServer>
{
    /// <summary>Written for publication: the only texts that may stand outside the vault. A new public text is added here by hand, or the suite
    /// fails.</summary>
    private static readonly string[] s_public =
    [
        "baseline_recorded.source", "indicator_adopted.definition.label", "indicator_adopted.definition.note", "indicator_adopted.definition.show.unit",
        "indicator_adopted.definition.unit",
        "indicator_revised.definition.label", "indicator_revised.definition.note", "indicator_revised.definition.show.unit",
        "indicator_revised.definition.unit", "indicator_revised.why",
        "initiative_continued.title", "initiative_opened.areas", "initiative_opened.audiences", "initiative_opened.forms", "initiative_opened.reconstruction",
        "initiative_opened.title", "initiative_renamed.title",
        "initiative_rescoped.description", "milestone_reached.description", "narrative_written.text", "outcome_observed.text", "partner_contacted.name",
        "partner_linked.name", "session_held.title",
        "session_planned.booking", "session_planned.eligibility", "session_planned.title", "strand_renamed.name", "strand_rescheduled.schedule",
        "strand_started.name",
        "survey_introduced.items.answers.label", "survey_introduced.items.question", "survey_introduced.title", "term_defined.label",
    ];

    private readonly Dictionary<string, string> _planted = [];
    private readonly List<string> _refused = [];

    [Fact]
    public async Task A_name_written_anywhere_is_found_in_the_vault_alone()
    {
        const string Initiative = "/organisations/alpha/initiatives/one";
        var examples = new FactExamples(Plant);
        await AcceptAsync(Initiative, HostileServer.Record(examples.Foundation()));
        foreach (var kind in FactExamples.Kinds.Where(k => k != "initiative_opened"))
            await AcceptAsync(Initiative, HostileServer.Record(examples.Act(kind)));
        await CorrectAndWithdrawAsync(Initiative, examples);
        await RefuseAsync(Initiative, examples);
        foreach (var path in new[] { "", "/entries", "/figures" })
            Assert.Equal(200, (await server.GetAsync(Initiative + path)).Status);

        var (outside, vault) = await server.EverythingAsync();
        foreach (var (place, name) in _planted.Where(p => !s_public.Contains(Member(p.Key))))
        {
            Assert.False(outside.Contains(name, StringComparison.Ordinal), $"{place} is outside the vault");
            Assert.True(vault.Contains(name, StringComparison.Ordinal), $"{place} is not in the vault");
        }

        Assert.All(_refused, name => Assert.False(outside.Contains(name, StringComparison.Ordinal) || vault.Contains(name, StringComparison.Ordinal), name));
        Assert.All(_planted.Values.Concat(_refused), name => Assert.DoesNotContain(name, server.Log.Text, StringComparison.Ordinal));
        NotExported(_planted.Values.Concat(_refused));
        // The test bites: what is public is found, and the list names nothing that is not there.
        Assert.All(_planted.Where(p => s_public.Contains(Member(p.Key))), p => Assert.Contains(p.Value, outside, StringComparison.Ordinal));
        Assert.True(_planted.Count > 50, $"{_planted.Count}");
    }

    [Fact]
    public async Task Every_commitment_follows_from_the_vault_and_no_hash_from_the_text_alone()
    {
        const string Initiative = "/organisations/beta/initiatives/one";
        var body = HostileServer.Record([.. new FactExamples(Plant).Foundation(), .. new FactExamples(Plant).Act("voice_recorded")]);
        await AcceptAsync(Initiative, body);

        var row = (await server.QueryAsync<object>("select id, field, value, salt from vault.texts where tenant_id = 'beta'")).Single();
        var disclosure = JsonSerializer.Serialize(new[] { Base64Url.EncodeToString((byte[])row[3]), (string)row[1], (string)row[2] },
            CaseStudies.Domain.DomainJson.Options);
        var stored = JsonNode.Parse(
            (string)(await server.QueryAsync<object>("select data::text from casestudies.mt_events where tenant_id = 'beta' and type = 'voice_recorded'"))
                .Single()[0])!["words"]!;
        Assert.Equal(row[0].ToString(), (string)stored["vault"]!);
        Assert.Equal(Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(disclosure))), (string)stored["commitment"]!);
        Assert.Equal(16, ((byte[])row[3]).Length);

        var hash = (byte[])(await server.QueryAsync<object>("select body_hash from casestudies.command_ledger where tenant_id = 'beta'")).Single()[0];
        var key = (byte[])(await server.QueryAsync<object>("select key from vault.organisation_keys where tenant_id = 'beta'")).Single()[0];
        var canonical = CaseStudies.Server.Capture.CanonicalJson.Bytes(new JsonObject { ["record"] = body.DeepClone() });
        Assert.Equal(HMACSHA256.HashData(key, canonical), hash);
        foreach (var guess in new[] { canonical, Encoding.UTF8.GetBytes(body.ToJsonString()), Encoding.UTF8.GetBytes((string)row[2]) })
            Assert.NotEqual(SHA256.HashData(guess), hash);
    }

    [Fact]
    public async Task What_the_database_says_about_a_row_it_refuses_does_not_reach_the_log_or_the_answer()
    {
        const string Initiative = "/organisations/gamma/initiatives/one";
        var examples = new FactExamples(Plant);
        await AcceptAsync(Initiative, HostileServer.Record(examples.Foundation()));
        await server.ExecuteAsync("alter table vault.texts add constraint never check (tenant_id <> 'gamma')");
        var act = HostileServer.Record(examples.Act("voice_recorded"));

        var answer = await server.PostAsync(Initiative + "/entries", act.ToJsonString());

        Assert.Equal(500, answer.Status);
        var name = (string)act["facts"]![0]!["words"]!;
        Assert.DoesNotContain(name, answer.Body + server.Log.Text, StringComparison.Ordinal);
        NotExported([name]);
        Assert.Contains("(23514)", server.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Failing row", server.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("gamma", answer.Body.Replace(Initiative, "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    /// <summary>In no span, metric or log that goes to the operator's tools, in whatever way it is written there.</summary>
    private void NotExported(IEnumerable<string> names)
    {
        var exported = server.Receiver.Received(server.Services);
        Assert.Contains("POST /organisations/{org}/initiatives/{id}/entries", exported, StringComparison.Ordinal);
        Assert.All(names, name => Assert.DoesNotContain(Unescaped(name), exported, StringComparison.Ordinal));
    }

    private async Task CorrectAndWithdrawAsync(string initiative, FactExamples examples)
    {
        var entry = await AcceptAsync(initiative, HostileServer.Record(examples.Act("voice_recorded")));
        var correction = Change("correct.reason.note", examples.Act("voice_recorded")[0], Guid.Parse(entry));
        await AcceptAsync($"{initiative}/entries/{entry}", correction, "/corrections");
        var withdrawn = await AcceptAsync($"{initiative}/entries/{entry}", Change("withdraw.reason.note", null, Guid.Parse((string)correction["command"]!)),
            "/withdrawal");
        var undone = Change("undo.reason.note", null, default);
        undone.Remove("basis");
        await AcceptAsync($"{initiative}/acts/{withdrawn}", undone, "/undo");
    }

    /// <summary>Refused and malformed requests, with a name in each place that one can think of.</summary>
    private async Task RefuseAsync(string initiative, FactExamples examples)
    {
        var valid = HostileServer.Record(examples.Act("milestone_reached")).ToJsonString();
        var unknownEntry = Change("", null, Guid.NewGuid());
        unknownEntry["reason"]!["note"] = Refused();
        var voice = new FactExamples(_ => Refused()).Act("voice_recorded")[0];
        voice["strand"] = "none";
        var before = await server.WrittenAsync();
        foreach (var (path, body) in new (string, string)[]
        {
            ("/entries", valid[..^1] + $",\"note\":\"{Refused()}\"}}"), ("/entries", valid[..^1] + $",\"{Refused()}\":1}}"),
            ("/entries", valid.Replace("\"key\"", $"\"{Refused()}\"", StringComparison.Ordinal)),
            ("/entries", valid.Replace("milestone_reached", Refused(), StringComparison.Ordinal)), ("/entries", valid[..^1] + Refused()),
            ("/entries", Refused()), ("/entries", HostileServer.Record(voice).ToJsonString()),
            ("/entries", valid.Replace("\"kind\"", $"\"v\":\"{Refused()}\",\"kind\"", StringComparison.Ordinal)),
            ($"/entries?{Uri.EscapeDataString(Refused())}=1&kind={Uri.EscapeDataString(Refused())}", Refused()),
            ($"/entries/{Guid.NewGuid()}/withdrawal", unknownEntry.ToJsonString()), ($"/entries/{Uri.EscapeDataString(Refused())}/withdrawal", valid),
            ($"/{Uri.EscapeDataString(Refused())}", valid), ("/entries", Answers()), ("/entries", Where()),
        })
        {
            var answer = await server.PostAsync(initiative + path, body);
            Assert.True(answer.Status is >= 400 and < 500, $"{path} {body}: {answer.Status}");
        }

        var request = new HttpRequestMessage(HttpMethod.Post, initiative + "/entries");
        foreach (var header in new[] { "X-Name", "User-Agent", "Referer", "traceparent", "baggage", "X-Request-Id", "X-Correlation-Id", "Cookie",
            "Idempotency-Key" })
            request.Headers.TryAddWithoutValidation(header, Uri.EscapeDataString(Refused()));
        Assert.Equal(before, await server.WrittenAsync());
        Assert.Equal(201, (await server.SendAsync(request, Encoding.UTF8.GetBytes(valid))).Status);
    }

    private string Answers()
    {
        var act = new FactExamples(_ => Refused()).Act("survey_response_recorded");
        act[^1]["answers"] = new JsonObject { [Refused()] = "key" };
        return HostileServer.Record(act).ToJsonString();
    }

    private string Where()
    {
        var act = new FactExamples(_ => Refused()).Act("indicator_adopted");
        act[0]["definition"]!["formula"]!["of"]!["where"]!["group"] = new JsonArray(Refused());
        return HostileServer.Record(act).ToJsonString();
    }

    private JsonObject Change(string place, JsonNode? replacement, Guid basis)
    {
        var body = new JsonObject { ["command"] = Guid.NewGuid().ToString(), ["basis"] = basis.ToString(),
            ["reason"] = new JsonObject { ["code"] = "other", ["note"] = place.Length > 0 ? Plant(place) : "x" } };
        if (replacement is not null)
            body["replacement"] = replacement;
        return body;
    }

    private string Plant(string place)
    {
        var name = Name();
        _planted[$"{place}#{_planted.Count}"] = name;
        return name;
    }

    private string Refused()
    {
        _refused.Add(Name());
        return _refused[^1];
    }

    /// <summary>Of no other text a part, in both scripts.</summary>
    private static string Name() => $"山田{Guid.NewGuid():n}Taro";

    /// <summary>The part of it that looks the same in an address.</summary>
    private static string Unescaped(string name) => name[2..];

    private static string Member(string place) =>
        place.Split('#')[0] is var path && (path.EndsWith(".ja", StringComparison.Ordinal) || path.EndsWith(".en", StringComparison.Ordinal))
            ? path[..^3]
            : path;

    private async Task<string> AcceptAsync(string initiative, JsonObject body, string path = "/entries")
    {
        var answer = await server.PostAsync(initiative + path, body.ToJsonString());
        Assert.True(answer.Status is 200 or 201, $"{body}: {answer.Body}");
        return (string)body["command"]!;
    }
}
