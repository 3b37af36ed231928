using System.Collections.Immutable;
using System.Security.Cryptography;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Store;
using Marten;
using NodaTime;
using Npgsql;

namespace CaseStudies.Server.Capture;

/// <summary>Keeps what is said of an organisation as a whole. Saying the same twice records nothing the second time.</summary>
internal sealed class OrganisationRecorder(TenantSessions sessions, IClock clock, ClockSkew skew, Vault vault, LockWait wait)
{
    public Task<Refusal?> DescribeAsync(
        Slug organisation, OrganisationDescribed profile, CommandId command, byte[] canonical, Actor actor, CancellationToken cancellation) =>
        RecordAsync(organisation, state => OrganisationDecisions.Describe(state, profile), command, canonical, actor, cancellation);

    public Task<Refusal?> DeclareAsync(
        Slug organisation, FiscalYearDeclared year, CommandId command, byte[] canonical, Actor actor, CancellationToken cancellation) =>
        RecordAsync(organisation, state => OrganisationDecisions.Declare(state, year), command, canonical, actor, cancellation);

    public Task<Refusal?> KeepNamesAsync(
        Slug organisation, RetentionDeclared rule, CommandId command, byte[] canonical, Actor actor, CancellationToken cancellation) =>
        RecordAsync(organisation, state => OrganisationDecisions.KeepNames(state, rule), command, canonical, actor, cancellation);

    /// <param name="cause">Why a member's role changes.</param>
    public Task<Refusal?> GiveRoleAsync(
        Slug organisation, MemberId member, Role role, MembershipCause? cause, CommandId command, byte[] canonical, Actor actor,
        CancellationToken cancellation) =>
        RecordAsync(organisation, state => OrganisationDecisions.Give(state, member, role, cause), command, canonical, actor, cancellation);

    public Task<Refusal?> RemoveAsync(
        Slug organisation, MemberId member, MembershipCause cause, CommandId command, byte[] canonical, Actor actor, CancellationToken cancellation) =>
        RecordAsync(organisation, state => OrganisationDecisions.Remove(state, member, cause), command, canonical, actor, cancellation);

    /// <param name="member">The program's id, which nobody has yet.</param>
    /// <returns>Whether the key was made now. Otherwise it was refused, or the same command has made another one before.</returns>
    public async Task<(bool Made, Refusal? Refusal)> MakeKeyAsync(
        Slug organisation, string key, MemberId member, Role role, Instant until, CommandId command, byte[] canonical, Actor actor,
        CancellationToken cancellation)
    {
        var (made, refusal) = await DecideAsync(
            organisation, state => OrganisationDecisions.MakeKey(state, member, role, until, clock.GetCurrentInstant()), command, canonical, actor,
            cancellation, session =>
            {
                ApiKeys.QueueInsert(session, organisation, key, member, until);
                return Task.CompletedTask;
            });
        return (made is not null, refusal);
    }

    /// <param name="id">Which nobody has yet.</param>
    public Task<Refusal?> MakeGrantAsync(
        Slug organisation, GrantId id, Grant grant, bool funderExists, CommandId command, byte[] canonical, Actor actor, CancellationToken cancellation) =>
        RecordAsync(organisation, state => GrantDecisions.Make(state, organisation, id, grant, funderExists, clock.GetCurrentInstant()), command, canonical,
            actor, cancellation);

    public Task<Refusal?> NarrowGrantAsync(
        Slug organisation, GrantId id, ImmutableArray<Slug>? initiatives, GrantLevel level, Instant? until, GrantCause cause, CommandId command,
        byte[] canonical, Actor actor, CancellationToken cancellation) =>
        RecordAsync(organisation, state => GrantDecisions.Narrow(state, id, initiatives, level, until, cause, clock.GetCurrentInstant()), command, canonical,
            actor, cancellation);

    public Task<Refusal?> RevokeGrantAsync(
        Slug organisation, GrantId id, GrantCause cause, CommandId command, byte[] canonical, Actor actor, CancellationToken cancellation) =>
        RecordAsync(organisation, state => GrantDecisions.Revoke(state, id, cause), command, canonical, actor, cancellation);

    /// <param name="id">Which nobody has yet.</param>
    /// <returns>Whether the share was made now. Otherwise it was refused, or the same command has made another one before.</returns>
    public async Task<(bool Made, Refusal? Refusal)> ShareAsync(
        Slug organisation, ShareId id, SharedFigure share, bool figureExists, CommandId command, byte[] canonical, Actor actor, CancellationToken cancellation)
    {
        var (made, refusal) = await DecideAsync(
            organisation, state => ShareDecisions.Make(state, id, share, figureExists, clock.GetCurrentInstant()), command, canonical, actor, cancellation);
        return (made is not null, refusal);
    }

    public Task<Refusal?> RevokeShareAsync(
        Slug organisation, ShareId id, GrantCause cause, CommandId command, byte[] canonical, Actor actor, CancellationToken cancellation) =>
        RecordAsync(organisation, state => ShareDecisions.Revoke(state, id, cause), command, canonical, actor, cancellation);

    /// <returns>The invitation that was made now. Null: it was refused, or the same command has made another one before.</returns>
    public async Task<(MemberInvited? Made, Refusal? Refusal)> InviteAsync(
        Slug organisation, InvitationId invitation, Role role, MembershipCause? cause, CommandId command, byte[] canonical, Actor actor,
        CancellationToken cancellation)
    {
        var (made, refusal) = await DecideAsync(
            organisation, state => OrganisationDecisions.Invite(state, invitation, role, cause, clock.GetCurrentInstant()), command, canonical, actor,
            cancellation);
        return ((MemberInvited?)made, refusal);
    }

    public Task<Refusal?> WithdrawAsync(
        Slug organisation, InvitationId invitation, MembershipCause cause, CommandId command, byte[] canonical, Actor actor,
        CancellationToken cancellation) =>
        RecordAsync(organisation, state => OrganisationDecisions.Withdraw(state, invitation, cause), command, canonical, actor, cancellation);

    /// <summary>Whoever shows the link of an invitation joins, and says so themselves.</summary>
    public Task<Refusal?> JoinAsync(Slug organisation, MemberId member, InvitationId invitation, CancellationToken cancellation) =>
        RecordAsync(organisation, state => OrganisationDecisions.Join(state, member, invitation, clock.GetCurrentInstant()), new(Guid.NewGuid()), [],
            new(member.ToSubject(), Role.Reader, Provenance.Http), cancellation);

    /// <param name="persons">All ids of the person.</param>
    /// <param name="destroy">Destroys what the vault holds, in the transaction of the event.</param>
    public Task<Refusal?> EraseAsync(
        Slug organisation, ImmutableArray<PersonId> persons, ErasureGround ground, bool importing, CommandId command, byte[] canonical, Actor actor,
        Func<NpgsqlConnection, Task> destroy, CancellationToken cancellation) =>
        RecordAsync(organisation, _ => OrganisationDecisions.Erase(persons, ground, importing), command, canonical, actor, cancellation,
            session => destroy((NpgsqlConnection)session.Connection!));

    /// <inheritdoc cref="DecideAsync"/>
    private async Task<Refusal?> RecordAsync(
        Slug organisation, Func<Organisation?, (OrganisationEvent? Event, Refusal? Refusal)> decide, CommandId command, byte[] canonical, Actor actor,
        CancellationToken cancellation, Func<IDocumentSession, Task>? beside = null) =>
        (await DecideAsync(organisation, decide, command, canonical, actor, cancellation, beside)).Refusal;

    /// <param name="beside">What is done in the same transaction.</param>
    /// <returns>What was recorded now, or the refusal; neither, where nothing would change or the same command has been recorded before.</returns>
    private async Task<(OrganisationEvent? Recorded, Refusal? Refusal)> DecideAsync(
        Slug organisation, Func<Organisation?, (OrganisationEvent? Event, Refusal? Refusal)> decide, CommandId command, byte[] canonical, Actor actor,
        CancellationToken cancellation, Func<IDocumentSession, Task>? beside = null)
    {
        var hash = await vault.FingerprintAsync(organisation, canonical, cancellation);
        await using var session = await sessions.WriteAsync(organisation, cancellation);
        await session.BeginTransactionAsync(cancellation);
        if (await CommandLedger.ClaimAsync(session, organisation, command, $"{organisation}/{OrganisationStream.Key}", wait, cancellation) is { } earlier)
            return (null, CryptographicOperations.FixedTimeEquals(earlier.BodyHash, hash) ? null : Refusals.CommandReused());
        var stream = await session.Events.FetchForExclusiveWriting<OrganisationState>(OrganisationStream.Key, cancellation);
        var (decided, refusal) = decide(stream.Aggregate?.State);
        if (decided is null)
            return (null, refusal);
        var recordedAt = actor.At ?? await skew.NowAsync((NpgsqlConnection)session.Connection!, clock, cancellation) ?? throw new ClockSkewException();
        stream.AppendOne(EventMetadata.Attach(organisation, new(actor.By, recordedAt, null, command, 0, actor.Source), decided));
        CommandLedger.QueueInsert(session,
            [(organisation, command, new(hash, OrganisationStream.Key, (int)(stream.StartingVersion ?? 0) + 1, 1, recordedAt, []))]);
        if (beside is not null)
            await beside(session);
        await session.SaveChangesAsync(cancellation);
        return (decided, null);
    }
}
