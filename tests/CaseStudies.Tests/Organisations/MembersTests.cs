using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;

namespace CaseStudies.Tests.Organisations;

public sealed class MembersTests
{
    private static readonly MemberId s_first = new("m-" + new string('1', 32));
    private static readonly MemberId s_second = new("m-" + new string('2', 32));

    [Fact]
    public void The_first_member_is_an_owner()
    {
        Assert.Equal("first-member-is-no-owner", OrganisationDecisions.Give(null, s_first, Role.Manager, null).Refusal?.Code);
        Assert.Equal((new MemberJoined(s_first, Role.Owner), null), OrganisationDecisions.Give(null, s_first, Role.Owner, null));
    }

    [Fact]
    public void A_role_is_given_changed_and_taken_away()
    {
        var state = Of(new MemberJoined(s_first, Role.Owner));
        Assert.Equal((new MemberJoined(s_second, Role.Recorder), null), OrganisationDecisions.Give(state, s_second, Role.Recorder, null));

        state = Organisation.Evolve(state, new MemberJoined(s_second, Role.Recorder));
        Assert.Equal(Role.Recorder, state.RoleOf(s_second));
        Assert.Equal((null, null), OrganisationDecisions.Give(state, s_second, Role.Recorder, null));
        Assert.Equal("cause-missing", OrganisationDecisions.Give(state, s_second, Role.Staff, null).Refusal?.Code);
        var changed = new RoleChanged(s_second, Role.Staff, MembershipCause.NewDuties);
        Assert.Equal((changed, null), OrganisationDecisions.Give(state, s_second, Role.Staff, MembershipCause.NewDuties));

        state = Organisation.Evolve(state, changed);
        Assert.Equal(Role.Staff, state.RoleOf(s_second));
        var removed = new MemberRemoved(s_second, MembershipCause.Left);
        Assert.Equal((removed, null), OrganisationDecisions.Remove(state, s_second, MembershipCause.Left));

        state = Organisation.Evolve(state, removed);
        Assert.Null(state.RoleOf(s_second));
        Assert.Equal("member-unknown", OrganisationDecisions.Remove(state, s_second, MembershipCause.Left).Refusal?.Code);
        Assert.Equal((new MemberJoined(s_second, Role.Reader), null), OrganisationDecisions.Give(state, s_second, Role.Reader, null));
    }

    [Fact]
    public void The_last_owner_stays_until_there_is_another()
    {
        var state = Of(new MemberJoined(s_first, Role.Owner), new MemberJoined(s_second, Role.Manager));
        Assert.Equal("last-owner", OrganisationDecisions.Remove(state, s_first, MembershipCause.Left).Refusal?.Code);
        Assert.Equal("last-owner", OrganisationDecisions.Give(state, s_first, Role.Staff, MembershipCause.NewDuties).Refusal?.Code);

        state = Organisation.Evolve(state, new RoleChanged(s_second, Role.Owner, MembershipCause.NewDuties));
        Assert.Null(OrganisationDecisions.Remove(state, s_first, MembershipCause.Left).Refusal);
        Assert.Null(OrganisationDecisions.Give(state, s_first, Role.Staff, MembershipCause.NewDuties).Refusal);
    }

    [Fact]
    public void What_else_is_said_of_the_organisation_leaves_its_members() =>
        Assert.Equal(Role.Owner, Of(new MemberJoined(s_first, Role.Owner), new FiscalYearDeclared(10)).RoleOf(s_first));

    private static Organisation Of(params OrganisationEvent[] events) => events.Aggregate((Organisation?)null, Organisation.Evolve)!;
}
