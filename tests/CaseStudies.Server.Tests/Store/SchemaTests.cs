using Weasel.Core;

namespace CaseStudies.Server.Tests.Store;

/// <summary>What the start has made is what a later look wants: else ready would always tell of a difference, and each start would change the schema.</summary>
public sealed class SchemaTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_fresh_schema_differs_in_nothing() => Assert.Empty(
        (await server.Store.Storage.Database.CreateMigrationAsync(TestContext.Current.CancellationToken)).Deltas
            .Where(d => d.Difference != SchemaPatchDifference.None).Select(d => $"{d.SchemaObject.Identifier}: {d.Difference}"));
}
