using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Exports;
using CaseStudies.Server.Import;
using CaseStudies.Server.Jobs;
using NodaTime;

namespace CaseStudies.Server.Persons;

/// <summary>
/// Erases a person: destroys the texts of the vault with their salts, the way from the name to the id, and keyed hashes of commands about the person, and
/// records that it was done. Entries and figures stay as they are.
/// </summary>
internal sealed class Erasure(PersonReader persons, OrganisationRecorder recorder, JobStore jobs)
{
    /// <summary>Told on a page whose box is not ticked.</summary>
    public static PublicText NotConfirmed { get; } = new(
        "消去は元に戻せません。消去するときは、確認の欄に印を付けてください。", "An erasure cannot be undone. Tick the box if you mean it.");

    /// <param name="evenWhileImporting">In a restored store, where an import that was going on then goes on no more by itself.</param>
    public async Task<(ErasedPerson? Erased, Refusal? Refusal)> RunAsync(
        Slug organisation, PersonId person, ErasureGround ground, CommandId command, byte[] canonical, Actor actor, CancellationToken cancellation,
        bool evenWhileImporting = false)
    {
        var found = await persons.FindAsync(organisation, person, cancellation);
        var all = await jobs.AllAsync(organisation, cancellation);
        var here = all.Where(j => j.Initiative is { } initiative && found?.Initiatives.ContainsKey(initiative) == true).ToList();
        var importing = !evenWhileImporting
            && (here.Exists(j => j.Kind == ImportJob.Key && !j.HasEnded) || found?.Initiatives.Values.Any(i => !i.Book.Pending.IsEmpty) == true);
        var traces = found?.All.ToList() ?? [];
        var refusal = await recorder.EraseAsync(organisation, found?.Ids ?? [], ground, importing, command, canonical, actor, async connection =>
        {
            await VaultErasure.DestroyAsync(
                connection, organisation, found!.Ids, traces.SelectMany(t => t.Texts).Select(t => t.Place).Distinct(),
                traces.Select(t => t.Row.Command).OfType<CommandId>().Distinct(), cancellation);
            // What an import came to may quote rows, of other initiatives too.
            foreach (var job in all.Where(j => j.Kind == ImportJob.Key && j.HasEnded))
                await JobFiles.DeleteAsync(connection, organisation, job.Id, cancellation);
        }, cancellation);
        return refusal is not null ? (null, refusal) : (
            new(found?.Ids ?? [person], ground, [.. here.Where(j => j.Kind == ExportJob.Key && j.State == JobState.Done)
                .Select(j => new MadeExport(j.Id, j.Initiative!.Value, j.AskedAt, j.By))]),
            null);
    }
}

/// <summary>What came of an erasure.</summary>
/// <param name="Persons">All ids of the person.</param>
/// <param name="Exports">
/// Files that were made of initiatives with entries of the person, as far as the program knows: of small ones, of prints and of downloads it knows nothing.
/// They have ids and no names; copies of them are in other hands.
/// </param>
public sealed record ErasedPerson(ImmutableArray<PersonId> Persons, ErasureGround Ground, ImmutableArray<MadeExport> Exports);

/// <param name="By">The id of who asked for the file.</param>
public sealed record MadeExport(Guid Job, Slug Initiative, Instant AskedAt, SubjectId By);
