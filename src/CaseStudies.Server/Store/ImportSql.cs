namespace CaseStudies.Server.Store;

/// <summary>
/// The rule when the rows of an import count, in SQL: all at once from its completion, and never if it is abandoned. Each takes the alias of a
/// row of <see cref="Tables.Entries"/>. The Domain's <c>ImportRows</c> states the same rule over rows in memory.
/// </summary>
internal static class ImportSql
{
    /// <summary>The row is no import's, or its import is not abandoned: it counts, or may count yet.</summary>
    public static string NotAbandoned(string row) => $"({row}.import is null or not exists ({Ends(row)} and d.kind = 'import_abandoned'))";

    /// <summary>The row is of an import that is neither completed nor abandoned.</summary>
    public static string Pending(string row) => $"({row}.import is not null and not exists ({Ends(row)}))";

    /// <summary>The row is no import's, or its import was completed at or before a version.</summary>
    public static string Counts(string row, string version) =>
        $"({row}.import is null or exists ({Ends(row)} and d.kind = 'import_completed' and d.version <= {version}))";

    /// <summary>The row, with the alias d, that ends the import of the given row.</summary>
    public static string Ends(string row) =>
        $"select from {Tables.Entries} d where {EndsWhere(row)}";

    /// <summary>The condition under which a row with the alias d ends the import of the given row.</summary>
    public static string EndsWhere(string row) =>
        $"d.tenant_id = {row}.tenant_id and d.stream_id = {row}.stream_id and d.import = {row}.import and d.sheet = 0 and d.kind <> 'import_begun'";
}
