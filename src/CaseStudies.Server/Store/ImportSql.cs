namespace CaseStudies.Server.Store;

/// <summary>
/// The rule when the rows of an import count, in SQL: all at once from its completion until it is undone, and never if it is abandoned. Each takes the
/// alias of a row of <see cref="Tables.Entries"/>. The Domain's <c>ImportRows</c> states the same rule over rows in memory.
/// </summary>
internal static class ImportSql
{
    /// <summary>The row is no import's, or its import is neither abandoned nor undone: it counts, or may count yet.</summary>
    public static string MayCount(string row) =>
        $"({row}.import is null or not exists ({Ends(row)} and d.kind in ('import_abandoned', 'import_undone')))";

    /// <summary>The row is of an import that was undone: it counted once.</summary>
    public static string Undone(string row) => $"({row}.import is not null and exists ({Ends(row)} and d.kind = 'import_undone'))";

    /// <summary>The row is of an import that is neither completed nor abandoned.</summary>
    public static string Pending(string row) => $"({row}.import is not null and not exists ({Ends(row)}))";

    /// <summary>The row is no import's, or its import was completed at or before a version and not undone by then.</summary>
    public static string Counts(string row, string version) =>
        $"({row}.import is null or (exists ({Ends(row)} and d.kind = 'import_completed' and d.version <= {version})"
        + $" and not exists ({Ends(row)} and d.kind = 'import_undone' and d.version <= {version})))";

    /// <summary>The rows, with the alias d, that end or undo the import of the given row.</summary>
    public static string Ends(string row) =>
        $"select from {Tables.Entries} d where {EndsWhere(row)}";

    /// <summary>The condition under which a row with the alias d ends or undoes the import of the given row.</summary>
    public static string EndsWhere(string row) =>
        $"d.tenant_id = {row}.tenant_id and d.stream_id = {row}.stream_id and d.import = {row}.import and d.sheet = 0 and d.kind <> 'import_begun'";
}
