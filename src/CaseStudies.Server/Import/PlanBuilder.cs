using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Projections;
using CaseStudies.Sheets;
using NodaTime;
using Npgsql;

namespace CaseStudies.Server.Import;

/// <summary>What a plan is compared with: all rows of the entries table, from one snapshot.</summary>
/// <param name="Rows">All rows, including those of the import itself.</param>
internal sealed record ImportSnapshot(IReadOnlyList<EntryRow> Rows, EntryBook Book, Instant Now, ImportBasis Basis, Vocabulary Words, ImportIds Ids)
{
    public LocalDate Today => Book.AsOf ?? default;

    public DuplicatePersonFinder People { get; init; } = new(Book, Book.AsOf ?? default);

    /// <summary>Who has which id; those who are new get theirs as rows are read.</summary>
    public PersonIds Persons { get; init; } = new(default, new Dictionary<Guid, PersonId>());

    /// <summary>Fingerprints of texts in the vault with which rows may be compared.</summary>
    public IReadOnlyDictionary<Guid, Guid> Prints { get; init; } = new Dictionary<Guid, Guid>();
}

/// <summary>Makes a plan from a file, a mapping and what is recorded, or refuses if they do not fit.</summary>
internal sealed class PlanBuilder(Vault vault, VaultPersons persons, OrganisationReader organisations, IClock clock)
{
    /// <summary>Null if the organisation has no such initiative.</summary>
    public async Task<ImportSnapshot?> GroundAsync(
        NpgsqlConnection connection, Slug organisation, Slug initiative, ImportId import, CancellationToken cancellation)
    {
        if (await VerifiedEntryReader.ReadAsync(connection, new(organisation, initiative), cancellation) is not { Rows: var rows })
            return null;
        if (rows.Any(r => r.Problem is not null))
            throw new ImportRefusedException(ImportRefusals.Unreadable());
        var people = await persons.LoadAsync(organisation, cancellation);
        var ids = new ImportIds(organisation, initiative, await vault.KeyedAsync(organisation, cancellation), people.Of);
        var basis = ImportBasis.FromRows(rows, import);
        var now = clock.GetCurrentInstant();
        var book = EntryBook.AsKnown(rows, null, now);
        return new(rows, book, now, basis, new(book) { Calendar = await organisations.CalendarAsync(organisation, cancellation) }, ids)
        {
            Persons = people,
        };
    }

    /// <summary>Plans again as long as somebody else has meanwhile named people who are new in the plan, so that they have other ids.</summary>
    /// <param name="plan">Tells what was planned, and whether it holds.</param>
    public static async Task<T> UntilItHoldsAsync<T>(Func<Task<(T Planned, bool Holds)>> plan)
    {
        while (true)
        {
            if (await plan() is (var planned, true))
                return planned;
        }
    }

    /// <inheritdoc cref="VaultPersons.KeepAsync"/>
    public Task<bool> KeepAsync(ImportSnapshot ground, CancellationToken cancellation) => persons.KeepAsync(ground.Persons, cancellation);

    /// <summary>Adds the names and fingerprints from the vault that this mapping needs.</summary>
    public async Task<ImportSnapshot> ForAsync(ImportSnapshot ground, Slug organisation, ImportMapping mapping, CancellationToken cancellation)
    {
        var people = new DuplicatePersonFinder(ground.Book, ground.Today);
        if (mapping.Columns.Any(c => c.As == ColumnUse.Name))
            await NamesAsync(ground, people, organisation, cancellation);
        return ground with { People = people, Prints = await PrintsAsync(ground, mapping, organisation, cancellation) };
    }

    public static ImportPlan Plan(ImportSnapshot ground, SheetFile file, ImportMapping mapping, CancellationToken cancellation)
    {
        var problems = MappingRules.Check(mapping, ground.Words).ToList();
        var layouts = problems.Count == 0 ? Layouts(file, mapping, ground.Words, problems) : [];
        if (problems.Count > 0)
            throw new ImportRefusedException(ImportRefusals.MappingWrong(problems, mapping));
        var context = new ReadingContext(mapping, ground.Words, ground.Book.Zone, ground.Basis, ground.Ids, new(ground.Ids, ground.Basis), ground.People);
        return new(context, layouts, new(ground.Ids, ground.Prints), cancellation);
    }

    /// <summary>The sheets to read: the named one, the first visible one that fits, or with <c>*</c> all visible ones that fit.</summary>
    private static List<SheetLayout> Layouts(SheetFile file, ImportMapping mapping, Vocabulary words, List<ImportProblem> problems)
    {
        var named = mapping.Sheet is null or "*" ? file.Sheets.Where(s => !s.Hidden) : file.Sheets.Where(s => s.Name == mapping.Sheet);
        var all = named.Select(s => SheetLayout.FromSheet(s, mapping)).OfType<SheetLayout>().ToList();
        var fitting = all.Where(l => l.Problems.Count == 0).ToList();
        if (mapping.Kind == ImportKind.Attendance && mapping.Strand is null && !mapping.Columns.Any(c => c.As == ColumnUse.Strand) && fitting.Count > 0)
        {
            // Each sheet is named after its strand.
            fitting = [.. fitting.Where(l => words.StrandOf(l.Sheet.Name) is not null)];
            if (fitting.Count == 0)
                problems.Add(MappingMessages.UseMissing("strand"));
        }

        if (fitting.Count > 0)
            return mapping.Sheet == "*" ? fitting : fitting[..1];
        if (problems.Count > 0)
            return [];
        if (all.Count > 0)
            problems.AddRange(all[0].Problems);
        else
            problems.Add(mapping.Sheet is null or "*" || named.Any()
                ? MappingMessages.NoHeader(mapping.HeaderRow)
                : MappingMessages.SheetUnknown(mapping.Sheet));
        return [];
    }

    /// <summary>Adds the enrolled people whose names are in the vault.</summary>
    private async Task NamesAsync(ImportSnapshot ground, DuplicatePersonFinder people, Slug organisation, CancellationToken cancellation)
    {
        var enrolled = ground.Basis.Entries.Where(e => e is { InForce: true, Fact: PersonEnrolled { Name: not null } }).ToList();
        var readings = enrolled.ToDictionary(e => ground.Ids.Furigana(e.Id.Value), e => e.Id);
        var names = await vault.TextsAsync(organisation, [.. enrolled.Select(e => ((PersonEnrolled)e.Fact).Name!.Vault)], cancellation);
        var kana = (await vault.TextsAsync(organisation, readings.Keys, cancellation)).ToDictionary(k => readings[k.Key], k => k.Value);
        foreach (var entry in enrolled)
        {
            var fact = (PersonEnrolled)entry.Fact;
            if (names.TryGetValue(fact.Name!.Vault, out var name))
                people.Say(fact.Person, name, kana.GetValueOrDefault(entry.Id), "");
        }
    }

    /// <summary>Only for kinds of fact with private texts. The fingerprint is kept, never the text.</summary>
    private async Task<IReadOnlyDictionary<Guid, Guid>> PrintsAsync(
        ImportSnapshot ground, ImportMapping mapping, Slug organisation, CancellationToken cancellation)
    {
        var kind = mapping.Kind switch { ImportKind.Events => mapping.Fact, ImportKind.Survey => "survey_response_recorded", _ => null };
        if (kind is null || !InitiativeEventCatalogue.Facts.TryGetValue(kind, out var shape) || shape.PrivateTexts.Count == 0)
            return new Dictionary<Guid, Guid>();
        var places = ground.Basis.Entries.Where(e => e.FirstByImport && InitiativeEventCatalogue.KindOf(e.Fact) == kind)
            .SelectMany(e => PrivateTextsOf(e.Fact)).ToArray();
        var prints = new Dictionary<Guid, Guid>();
        foreach (var some in places.Chunk(1_000))
        {
            foreach (var (id, text) in await vault.TextsAsync(organisation, some, cancellation))
                prints[id] = ground.Ids.Fingerprint(text);
        }

        return prints;
    }

    private static IEnumerable<Guid> PrivateTextsOf(InitiativeFact fact) =>
        FactMembers.ForType(fact.GetType()).Values(fact).OfType<PrivateText>().Select(t => t.Vault);
}
