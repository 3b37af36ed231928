using CaseStudies.Server.Tests.Rules;

namespace CaseStudies.Server.Tests.Commands;

/// <summary>The container's roles are those of the operators' page, which <see cref="RoleTests"/> tries.</summary>
public sealed class ContainerRolesTests
{
    [Fact]
    public void They_are_made_by_the_same_statements()
    {
        var page = File.ReadAllLines(Repository.Path("ops/README.md")).SkipWhile(l => !l.StartsWith("**Three roles.**", StringComparison.Ordinal))
            .SkipWhile(l => !l.StartsWith("    ", StringComparison.Ordinal)).TakeWhile(l => l.StartsWith("    ", StringComparison.Ordinal))
            .Select(l => l.Trim().Replace("'…'", ":'password'", StringComparison.Ordinal)
                // The container of PostgreSQL has made the database by then.
                .Replace("create database casestudies owner", "alter database casestudies owner to", StringComparison.Ordinal));

        Assert.Equal(page, File.ReadAllLines(Repository.Path("ops/postgres/roles.sh")).SkipWhile(l => !l.StartsWith("create role", StringComparison.Ordinal))
            .TakeWhile(l => l != "SQL"));
    }
}
