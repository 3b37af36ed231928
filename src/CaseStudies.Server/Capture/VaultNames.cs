using CaseStudies.Domain;
using CaseStudies.Server.Access;
using CaseStudies.Server.Store;
using Npgsql;

namespace CaseStudies.Server.Capture;

/// <summary>Finds people by a part of a name or of its reading. That names are looked for is noted in the security log first.</summary>
/// <remarks>No index holds the names, so that none keeps one that was erased; an organisation knows some thousands of people.</remarks>
internal sealed class VaultNames(TenantConnections connections, SecurityLog log)
{
    /// <summary>More are not shown: a longer part of the name finds fewer.</summary>
    public const int Most = 50;

    /// <summary>The longest part that is looked for, which a whole name fits.</summary>
    public const int Longest = 100;

    /// <param name="part">Blanks do not count, nor capital letters, the width of letters, or the kind of kana.</param>
    /// <returns>By person, with one more than <see cref="Most"/> where there are more.</returns>
    public async Task<IReadOnlyList<(PersonId Person, string Name)>> FindAsync(HttpContext context, Slug organisation, string part)
    {
        var cancellation = context.RequestAborted;
        await log.NoteAsync(organisation, log.Of(context, SecurityEvent.NamesRead, about: SecurityNote.AboutIn(context)), cancellation);
        await using var connection = await connections.OpenAsync(organisation, cancellation);
        await using var select = new NpgsqlCommand(
            $"""
            select person, string_agg(distinct value, ' / ' order by value) filter (where field <> $3) from {Tables.VaultTexts}
            where tenant_id = $1 and person is not null and field in ('name', $3) group by person
            having bool_or(position($2 in {Plain("value")}) > 0) order by 2, 1 limit {Most + 1}
            """, connection)
        {
            Parameters =
            {
                new() { Value = organisation.Value }, new() { Value = await PlainAsync(connection, part, cancellation) }, new() { Value = FuriganaIds.Field },
            },
        };
        await using var reader = await select.ExecuteReaderAsync(cancellation);
        var found = new List<(PersonId, string)>();
        while (await reader.ReadAsync(cancellation))
            found.Add((new(reader.GetString(0)), reader.IsDBNull(1) ? "" : reader.GetString(1)));
        return found;
    }

    /// <summary>As the database writes it for comparing, so that both sides are written by one rule.</summary>
    private static async Task<string> PlainAsync(NpgsqlConnection connection, string text, CancellationToken cancellation)
    {
        await using var select = new NpgsqlCommand($"select {Plain("$1")}", connection) { Parameters = { new() { Value = text } } };
        return (string)(await select.ExecuteScalarAsync(cancellation))!;
    }

    private static string Plain(string text) =>
        $"translate(regexp_replace(lower(normalize({text}, NFKC)), '\\s', '', 'g'), '{Kana('ァ', 'ヶ')}', '{Kana('ぁ', 'ゖ')}')";

    private static string Kana(char first, char last) => string.Concat(Enumerable.Range(first, last - first + 1).Select(c => (char)c));
}
