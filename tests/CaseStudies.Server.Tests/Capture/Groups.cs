using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Store;
using Microsoft.Extensions.DependencyInjection;

namespace CaseStudies.Server.Tests.Capture;

/// <summary>Acts that are put into one group on purpose; over HTTP it is chance who comes together.</summary>
internal static class Groups
{
    /// <summary>The tests' clock is not the database's.</summary>
    public static ClockSkew AnySkew { get; } = new(NodaTime.Duration.Zero);

    public static GroupCommitter Transaction(ServerFixture server) =>
        new(server.Store, server.Host.Services.GetRequiredService<CommitConnections>(), server.Clock, AnySkew);

    public static PendingCommand Record(string organisation, string initiative, Guid command, params string[] facts) =>
        Of(organisation, initiative, "record", Api.Record(command, facts));

    public static PendingCommand Record(string organisation, string initiative, params string[] facts) =>
        Record(organisation, initiative, Guid.NewGuid(), facts);

    public static PendingCommand Correct(string organisation, string initiative, Guid entry, string replacement) => Of(organisation, initiative, "correct",
        $$$"""{"command":"{{{Guid.NewGuid()}}}","entry":"{{{entry}}}","replacement":{{{replacement}}},"reason":{"code":"miscounted"}}""");

    public static PendingCommand Withdraw(string organisation, string initiative, Guid entry) => Of(organisation, initiative, "withdraw",
        $$$"""{"command":"{{{Guid.NewGuid()}}}","entry":"{{{entry}}}","reason":{"code":"duplicate"}}""");

    private static PendingCommand Of(string organisation, string initiative, string verb, string body)
    {
        var sent = CommandReader.Read(verb, JsonNode.Parse(body)!.AsObject());
        return new(new(new Slug(organisation), new Slug(initiative)), sent, Actor.OverHttp(new Caller(new("tester"), Role.Owner)),
            System.Security.Cryptography.SHA256.HashData(sent.Canonical));
    }

    public static async Task<int> VersionAsync(this PendingCommand act)
    {
        var (recorded, refusal) = await act.Answer;
        Assert.Null(refusal);
        return recorded!.Entries[^1].Version;
    }

    public static async Task<string> RefusalAsync(this PendingCommand act) => (await act.Answer).Refusal!.Code;

    /// <summary>How many transactions wrote the events of these commands.</summary>
    public static Task<long> CommitsAsync(this ServerFixture server, params PendingCommand[] acts) => server.ScalarAsync<long>(
        "select count(distinct xmin::text) from casestudies.mt_events where causation_id = any($1)",
        (object)acts.Select(a => a.Command.Command.ToString()).ToArray());
}
