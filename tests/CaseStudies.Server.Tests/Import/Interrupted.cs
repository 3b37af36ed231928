using System.Text;
using System.Text.Json.Nodes;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Import;
using CaseStudies.Server.Store;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CaseStudies.Server.Tests.Import;

/// <summary>An import whose program stops after a number of its commands were committed.</summary>
internal static class Interrupted
{
    public static async Task CommitAsync(ServerFixture server, string organisation, string initiative, byte[] file, string mapping, Guid import, int after)
    {
        var services = server.Host.Services;
        var (into, plan) = await BeginAsync(services, organisation, initiative, file, mapping, import);
        foreach (var planned in plan.Rows().SelectMany(r => r.Facts).Select(f => f.Planned).OfType<PlannedCommand>().Take(after))
        {
            var (_, refusal) = await services.GetRequiredService<Recorder>().RecordAsync(
                into.Organisation, into.Initiative, planned.Sent, into.Sender(new(new(import), planned.At.Sheet, planned.At.Row)),
                TestContext.Current.CancellationToken);
            Assert.Null(refusal);
        }
    }

    /// <summary>Begins an import and records nothing. The file of the plan is in memory.</summary>
    public static async Task<(ImportInto Into, ImportPlan Plan)> BeginAsync(
        IServiceProvider services, string organisation, string initiative, byte[] file, string mapping, Guid import)
    {
        var (into, stop) = (new ImportInto(new(organisation), new(initiative), new("local-user"), Role.Owner), TestContext.Current.CancellationToken);
        var open = await ImportFile.OpenAsync(new MemoryStream(file), "名簿.csv", stop);
        var builder = services.GetRequiredService<PlanBuilder>();
        await using var connection = await services.GetRequiredService<BackgroundConnections>().Source.OpenConnectionAsync(stop);
        var ground = (await builder.GroundAsync(connection, into.Organisation, into.Initiative, new(import), stop))!;
        var mapped = ImportRequest.Mapping(JsonNode.Parse(Encoding.UTF8.GetBytes(mapping))!.AsObject());
        var plan = PlanBuilder.Plan(await builder.ForAsync(ground, into.Organisation, mapped, stop), open.Sheets, mapped, stop);
        Assert.All(plan.Rows(), Assert.NotNull); // everybody gets an id
        Assert.True(await builder.KeepAsync(ground, stop));
        var (_, refusal) = await services.GetRequiredService<Recorder>().RecordAsync(
            into.Organisation, into.Initiative, ImportCommands.Begin(ground.Ids, new(import), open, plan.Context),
            into.Sender(), stop);
        Assert.Null(refusal);
        return (into, plan);
    }
}
