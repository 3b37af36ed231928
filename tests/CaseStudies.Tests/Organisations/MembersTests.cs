using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using NodaTime;

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
    public void A_key_makes_a_program_a_member_until_a_moment_and_never_an_owner()
    {
        var now = Instant.FromUtc(2026, 4, 1, 0, 0);
        var until = now + Duration.FromDays(30);
        var state = Of(new MemberJoined(s_first, Role.Owner));
        var made = new KeyMade(s_second, Role.Staff, until);
        Assert.Equal((made, null), OrganisationDecisions.MakeKey(state, s_second, Role.Staff, until, now));
        Assert.Equal("first-member-is-no-owner", Code(null, Role.Staff, until));
        Assert.Equal("program-is-no-owner", Code(state, Role.Owner, until));
        Assert.Equal("key-duration", Code(state, Role.Staff, now));
        Assert.Equal("key-duration", Code(state, Role.Staff, now + Duration.FromDays(366) + Duration.Epsilon));
        Assert.Null(Code(state, Role.Staff, now + Duration.FromDays(366)));

        state = Organisation.Evolve(state, made);
        Assert.Equal((Role.Staff, true, false), (state.RoleOf(s_second), state.IsProgram(s_second), state.IsProgram(s_first)));
        Assert.Equal("program-is-no-owner", OrganisationDecisions.Give(state, s_second, Role.Owner, MembershipCause.NewDuties).Refusal?.Code);
        Assert.Null(OrganisationDecisions.Give(state, s_second, Role.Reader, MembershipCause.NewDuties).Refusal);
        state = Organisation.Evolve(state, new MemberRemoved(s_second, MembershipCause.Security));
        Assert.Equal((null, false), (state.RoleOf(s_second), state.IsProgram(s_second)));

        string? Code(Organisation? at, Role role, Instant end) => OrganisationDecisions.MakeKey(at, s_second, role, end, now).Refusal?.Code;
    }

    [Fact]
    public void An_organisation_has_fifty_keys_at_most()
    {
        var now = Instant.FromUtc(2026, 4, 1, 0, 0);
        var until = now + Duration.FromDays(1);
        var keys = Enumerable.Range(0, 50).Select(i => new KeyMade(new($"m-{i:d32}"), Role.Reader, until)).ToList();
        var state = Of([new MemberJoined(s_first, Role.Owner), .. keys]);
        Assert.Equal("keys-too-many", OrganisationDecisions.MakeKey(state, s_second, Role.Reader, until, now).Refusal?.Code);
        state = Organisation.Evolve(state, new MemberRemoved(keys[0].Member, MembershipCause.Other));
        Assert.Null(OrganisationDecisions.MakeKey(state, s_second, Role.Reader, until, now).Refusal);
    }

    [Fact]
    public void An_invitation_lets_one_person_join_within_seven_days_unless_it_is_withdrawn()
    {
        var now = Instant.FromUtc(2026, 4, 1, 0, 0);
        var (one, two) = (new InvitationId(Guid.NewGuid()), new InvitationId(Guid.NewGuid()));
        var until = now + Duration.FromDays(7);
        Assert.Equal("first-member-is-no-owner", OrganisationDecisions.Invite(null, one, Role.Owner, null, now).Refusal?.Code);
        var state = Of(new MemberJoined(s_first, Role.Owner));
        var invited = new MemberInvited(one, Role.Owner, until, MembershipCause.NewDuties);
        Assert.Equal((invited, null), OrganisationDecisions.Invite(state, one, Role.Owner, MembershipCause.NewDuties, now));

        state = Organisation.Evolve(Organisation.Evolve(state, invited), new MemberInvited(two, Role.Reader, until));
        Assert.Null(state.RoleOf(s_second));
        Assert.Equal("member-already", OrganisationDecisions.Join(state, s_first, one, now).Refusal?.Code);
        Assert.Equal("invitation-unknown", OrganisationDecisions.Join(state, s_second, one, until).Refusal?.Code);
        var joined = new MemberJoined(s_second, Role.Owner, one);
        Assert.Equal((joined, null), OrganisationDecisions.Join(state, s_second, one, until - Duration.Epsilon));

        state = Organisation.Evolve(state, joined);
        Assert.Equal(Role.Owner, state.RoleOf(s_second));
        Assert.Equal("invitation-unknown", OrganisationDecisions.Join(state, new("m-" + new string('3', 32)), one, now).Refusal?.Code);
        Assert.Equal("invitation-unknown", OrganisationDecisions.Withdraw(state, one, MembershipCause.Other).Refusal?.Code);

        var withdrawn = new InvitationWithdrawn(two, MembershipCause.Mistake);
        Assert.Equal((withdrawn, null), OrganisationDecisions.Withdraw(state, two, MembershipCause.Mistake));
        state = Organisation.Evolve(state, withdrawn);
        Assert.Equal("invitation-unknown", OrganisationDecisions.Join(state, new("m-" + new string('3', 32)), two, now).Refusal?.Code);
    }

    [Fact]
    public void An_organisation_has_fifty_unused_invitations_at_most()
    {
        var now = Instant.FromUtc(2026, 4, 1, 0, 0);
        var invitations = Enumerable.Range(0, 50).Select(_ => new MemberInvited(new(Guid.NewGuid()), Role.Reader, now)).ToList();
        var state = Of([new MemberJoined(s_first, Role.Owner), .. invitations]);
        Assert.Equal("invitations-too-many", OrganisationDecisions.Invite(state, new(Guid.NewGuid()), Role.Reader, null, now).Refusal?.Code);
        state = Organisation.Evolve(state, new InvitationWithdrawn(invitations[0].Invitation, MembershipCause.Other));
        Assert.Null(OrganisationDecisions.Invite(state, new(Guid.NewGuid()), Role.Reader, null, now).Refusal);
    }

    [Fact]
    public void What_else_is_said_of_the_organisation_leaves_its_members() =>
        Assert.Equal(Role.Owner, Of(new MemberJoined(s_first, Role.Owner), new FiscalYearDeclared(10)).RoleOf(s_first));

    private static Organisation Of(params OrganisationEvent[] events) => events.Aggregate((Organisation?)null, Organisation.Evolve)!;
}
