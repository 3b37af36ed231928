using System.Security.Cryptography;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Store;
using Marten;
using NodaTime;

namespace CaseStudies.Server.Capture;

/// <summary>Keeps an organisation's public profile. Saying the same twice records nothing the second time.</summary>
internal sealed class OrganisationRecorder(IDocumentStore store, IClock clock, Vault vault, LockWait wait)
{
    public async Task<Refusal?> DescribeAsync(
        Slug organisation, OrganisationDescribed profile, CommandId command, byte[] canonical, Actor actor, CancellationToken cancellation)
    {
        var hash = await vault.FingerprintAsync(organisation, canonical, cancellation);
        await using var session = store.LightweightSession(organisation.Value);
        await session.BeginTransactionAsync(cancellation);
        if (await CommandLedger.ClaimAsync(session, organisation, command, $"{organisation}/{OrganisationStream.Key}", wait, cancellation) is { } earlier)
            return CryptographicOperations.FixedTimeEquals(earlier.BodyHash, hash) ? null : Refusals.CommandReused();
        var stream = await session.Events.FetchForExclusiveWriting<OrganisationState>(OrganisationStream.Key, cancellation);
        var (described, refusal) = OrganisationDecisions.Describe(stream.Aggregate?.State, profile);
        if (described is null)
            return refusal;
        var recordedAt = actor.At ?? clock.GetCurrentInstant();
        stream.AppendOne(Envelope.Seal(organisation, new(actor.By, recordedAt, null, command, 0, actor.Source), described));
        CommandLedger.QueueInsert(session, organisation, command, new(hash, OrganisationStream.Key, (int)(stream.StartingVersion ?? 0) + 1, 1, recordedAt, []));
        await session.SaveChangesAsync(cancellation);
        return null;
    }
}
