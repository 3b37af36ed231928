using CaseStudies.Domain;
using CaseStudies.Server.Tests.Commands;

namespace CaseStudies.Server.Tests.Projections;

/// <summary>
/// What somebody changes in the database past the program. A rebuild finds it and adopts nothing of it: 172 never becomes 949 because a rebuild was run.
/// </summary>
public sealed class TamperingTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    /// <summary>An event of 777 people more, by SQL alone.</summary>
    private const string Forged =
        """
        with v as (update casestudies.mt_streams set version = version + 1 where id = $1 returning version),
        e as (insert into casestudies.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, is_archived, headers,
            user_name, causation_id)
        select nextval('casestudies.mt_events_sequence'), gen_random_uuid(), stream_id, v.version, jsonb_set(jsonb_set(data, '{count}', '777'), '{part}',
            '"door"'), type, timestamp, tenant_id, mt_dotnet_type, false, headers, user_name, gen_random_uuid()::text
        from casestudies.mt_events, v where stream_id = $1 and casestudies.mt_events.version = 5 returning version)
        """;

    [Theory]
    [InlineData("event-edited", "data = jsonb_set(data, '{count}', '949')", "5: entry and event differ in fact: one of them was edited", "172人")]
    [InlineData("event-author", "user_name = 'somebody'", "5: entry and event differ in recorded_by: one of them was edited", "172人")]
    [InlineData("event-id", "id = gen_random_uuid()", "5: the event's id is not that of its command in the ledger", "172人")]
    [InlineData("event-time", "timestamp = timestamp - interval '1 day'", "5: the event's recorded_at is not that of its command in the ledger", "172人")]
    [InlineData("event-command", "causation_id = gen_random_uuid()::text", "5: the event's command is not that of its command in the ledger", "172人")]
    [InlineData("event-index", "headers = jsonb_set(headers, '{index}', '7')", "5: the event's index is not that of its command in the ledger", "172人")]
    public Task An_event_that_was_edited_is_told_and_not_adopted(string initiative, string set, string told, string figure) =>
        ToldAsync(initiative, $"update casestudies.mt_events set {set} where stream_id = $1 and version = 5", told, ("computed", figure));

    [Theory]
    [InlineData("event-added", Forged + " select from e", "6: no command in the ledger has made the event")]
    [InlineData("event-deleted", "delete from casestudies.mt_events where stream_id = $1 and version = 5", "5: the entry's event is gone")]
    [InlineData("ledger-too",
        "with e as (delete from casestudies.mt_events where stream_id = $1 and version >= 4) delete from casestudies.command_ledger where stream_id = $1 "
            + "and first_version >= 4", "4: an event is missing")]
    public Task An_event_that_was_added_or_deleted_is_told_and_blocks(string initiative, string sql, string told) =>
        ToldAsync(initiative, sql, told, ("blocked", null));

    [Theory]
    [InlineData("entry-edited", "update casestudies.entries set fact = jsonb_set(fact, '{count}', '949') where stream_id = $1 and version = 5",
        "5: entry and event differ in fact: one of them was edited", "949人")]
    [InlineData("event-with-entry", Forged
        + """
          insert into casestudies.entries select tenant_id, stream_id, e.version, recorded_at, recorded_by, source, kind, occurred_on, identity,
              gen_random_uuid(), null, jsonb_set(jsonb_set(fact, '{count}', '777'), '{part}', '"door"'), null, null
          from casestudies.entries, e where stream_id = $1 and casestudies.entries.version = 5
          """, "6: no command in the ledger has made the event", "949人")]
    [InlineData("ledger-deleted", "delete from casestudies.command_ledger where stream_id = $1 and first_version <= 5 and first_version + events > 5",
        "5: no command in the ledger has made the event", "172人")]
    [InlineData("ledger-added",
        "insert into casestudies.command_ledger select tenant_id, gen_random_uuid(), body_hash, stream_id, 100, 1, recorded_at from "
            + "casestudies.command_ledger where stream_id = $1 limit 1", "100: events of the command", "172人")]
    public Task An_entry_or_a_command_that_was_changed_is_told(string initiative, string sql, string told, string figure) =>
        ToldAsync(initiative, sql, told, ("computed", figure));

    [Fact]
    public async Task An_entry_that_was_deleted_is_told_and_comes_back()
    {
        var api = await CountedAsync("entry-deleted");
        await server.ExecuteAsync("delete from casestudies.entries where stream_id = 'entry-deleted' and version = 5");
        Assert.Equal(("blocked", null), await api.YouthAsync());

        Assert.Contains("5: the event has no entry", await TypedAsync("rebuild ysc/entry-deleted", 1), StringComparison.Ordinal);
        Assert.Equal(("blocked", null), await api.YouthAsync());
        await TypedAsync("rebuild ysc/entry-deleted --write", 0);

        Assert.Equal(("computed", "172人"), await api.YouthAsync());
        await TypedAsync("rebuild ysc/entry-deleted", 0);
    }

    [Fact]
    public async Task Where_somebody_has_decided_for_the_events_they_are_written()
    {
        var api = await CountedAsync("decided");
        await server.ExecuteAsync("update casestudies.entries set fact = jsonb_set(fact, '{count}', '949') where stream_id = 'decided' and version = 5");

        await TypedAsync("rebuild ysc/decided --write --trust-events", 0);

        Assert.Equal(("computed", "172人"), await api.YouthAsync());
        // But never an event that the ledger does not know.
        await server.ExecuteAsync(Forged + " select from e", "decided");
        Assert.Contains("6: no command", await TypedAsync("rebuild ysc/decided --write --trust-events", 1), StringComparison.Ordinal);
        Assert.Equal(("blocked", null), await api.YouthAsync());
    }

    [Fact]
    public async Task An_initiative_of_which_only_the_ledger_is_left_is_told()
    {
        await CountedAsync("gone");
        foreach (var table in new[] { "mt_events", "entries" })
            await server.ExecuteAsync($"delete from casestudies.{table} where stream_id = 'gone'");
        await server.ExecuteAsync("delete from casestudies.mt_doc_initiativestate where id = 'gone'");
        await server.ExecuteAsync("delete from casestudies.mt_streams where id = 'gone'");

        Assert.Contains("ysc/gone 1: events of the command ", await TypedAsync("rebuild", 1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_languages_tell_it()
    {
        await CountedAsync("languages");
        await server.ExecuteAsync("update casestudies.entries set fact = jsonb_set(fact, '{count}', '949') where stream_id = 'languages' and version = 5");

        var ja = await TypedAsync("rebuild ysc/languages", 1, Language.Ja);

        Assert.StartsWith("ysc/languages 5: 記録とイベントの fact が違います。どちらかが書き換えられています\n"
            + "ysc/languages: イベント 5 件、読めないもの 0 件、違い 1 件、チェックサム ", ja, StringComparison.Ordinal);
        Assert.Contains("どれが正しいかをプログラムは判断できません", ja, StringComparison.Ordinal);
        Assert.Contains("the program cannot know which is right", await TypedAsync("rebuild ysc/languages", 1), StringComparison.Ordinal);
        var (code, _, error) = await new FixtureHost(server).TypeAsync("rebuild ysc/nothing");
        Assert.Equal((1, "The organisation 'ysc' has no initiative 'nothing' here.\n"), (code, error));
    }

    private async Task ToldAsync(string initiative, string sql, string told, (string, string?) figure)
    {
        var api = await CountedAsync(initiative);
        await server.ExecuteAsync(sql, initiative);
        var (relation, writers) = (await server.RelationAsync("ysc", initiative), await server.WritersAsync("ysc", initiative));

        foreach (var verb in new[] { "rebuild", "rebuild --write" })
        {
            Assert.Contains($"ysc/{initiative} {told}", await TypedAsync(verb.Insert("rebuild".Length, $" ysc/{initiative}"), 1), StringComparison.Ordinal);

            Assert.Equal(figure, await api.YouthAsync());
            Assert.Equal((relation, writers), (await server.RelationAsync("ysc", initiative), await server.WritersAsync("ysc", initiative)));
        }
    }

    /// <summary>Five events; 172 young people.</summary>
    private async Task<Api> CountedAsync(string initiative)
    {
        var api = await Api.OpenedAsync(server, "ysc", initiative);
        await api.SessionAsync("2025-05-10", 172);
        Assert.Equal(("computed", "172人"), await api.YouthAsync());
        await TypedAsync($"rebuild ysc/{initiative}", 0);
        return api;
    }

    private async Task<string> TypedAsync(string line, int expected, Language language = Language.En)
    {
        var (code, output, error) = await new FixtureHost(server).TypeAsync(line, language);
        Assert.True(code == expected, $"{line}: {code}\n{output}{error}");
        return output;
    }
}
