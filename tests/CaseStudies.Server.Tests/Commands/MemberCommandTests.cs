using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Projections;
using Microsoft.Extensions.DependencyInjection;

namespace CaseStudies.Server.Tests.Commands;

public sealed class MemberCommandTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Member = "m-0123456789abcdef0123456789abcdef";
    private const string Other = "m-11111111111111111111111111111111";

    [Fact]
    public async Task An_operator_names_the_first_owner_changes_roles_and_removes()
    {
        Assert.Equal((1, "This organisation has no owner yet. Make its first member an owner.\n"), await TypeAsync($"member named {Other} staff"));
        Assert.Equal((0, $"{Member} is owner of named now.\n"), await TypeAsync($"member named {Member} owner"));
        Assert.Equal((0, $"{Other} is staff of named now.\n"), await TypeAsync($"member named {Other} staff"));
        Assert.Equal((0, $"{Other} is manager of named now.\n"), await TypeAsync($"member named {Other} manager"));
        Assert.Equal((Role.Owner, Role.Manager), (await RoleAsync(Member), await RoleAsync(Other)));
        Assert.Equal((1, "This is the organisation's last owner. Make somebody else an owner first.\n"), await TypeAsync($"member named {Member} none"));
        Assert.Equal((0, $"{Other} is no longer a member of named.\n"), await TypeAsync($"member named {Other} none"));
        Assert.Equal((1, $"'{Other}' is not a member of this organisation.\n"), await TypeAsync($"member named {Other} none"));
        Assert.Null(await RoleAsync(Other));
    }

    /// <summary>What a person reads, wherever it stands.</summary>
    private async Task<(int Code, string Said)> TypeAsync(string line)
    {
        var (code, output, error) = await new FixtureHost(server).TypeAsync(line);
        return (code, output + error);
    }

    private async Task<Role?> RoleAsync(string member) =>
        (await server.Host.Services.GetRequiredService<OrganisationReader>().FindAsync(new("named"), TestContext.Current.CancellationToken))
            ?.RoleOf(new MemberId(member));
}
