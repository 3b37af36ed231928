using System.CommandLine;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Capture;

namespace CaseStudies.Server.Commands;

/// <summary>
/// <c>member</c>: gives somebody a role in an organisation, or takes it away. An operator needs it for the first owner, who then adds the others.
/// </summary>
internal static class MemberCommand
{
    private const string None = "none";

    private static readonly Dictionary<string, Role> s_roles = Enum.GetValues<Role>().ToDictionary(r => Kebab.FromEnum(r));

    public static Command Define(Grammar grammar, Terminal terminal, ICommandHost host)
    {
        var (organisation, member, role) = (grammar.Organisation(), grammar.Member(), grammar.Role([.. s_roles.Keys, None]));
        var verb = grammar.Verb("member", "メンバーの役割を決める(none は外す)", "give somebody a role in an organisation; none removes them", organisation, member, role);
        verb.SetAction((parsed, stop) =>
        {
            var (org, who, given) = (parsed.GetRequiredValue(organisation), parsed.GetRequiredValue(member), parsed.GetRequiredValue(role));
            return host.RunOnceAsync(throwAway: false, (services, stopping) => RunAsync(services, org, who, given, terminal, stopping), stop);
        });
        return verb;
    }

    private static async Task<bool> RunAsync(
        IServiceProvider services, Slug organisation, MemberId member, string role, Terminal terminal, CancellationToken stop)
    {
        var recorder = services.GetRequiredService<OrganisationRecorder>();
        var (actor, command) = (Actor.Operator, new CommandId(Guid.NewGuid()));
        var refusal = role == None
            ? await recorder.RemoveAsync(organisation, member, MembershipCause.Other, command, [], actor, stop)
            : await recorder.GiveRoleAsync(organisation, member, s_roles[role], MembershipCause.Other, command, [], actor, stop);
        if (refusal is not null)
            return terminal.Fail(refusal.Sentence);
        terminal.Say(role == None ? CommandTexts.MemberRemoved(organisation, member) : CommandTexts.RoleGiven(organisation, member, s_roles[role]));
        return true;
    }
}
