using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Store;

namespace CaseStudies.Server.Capture;

/// <summary>Looks up what the undoing of an import needs to know: how the import ended, and what has been built on it.</summary>
internal static class ImportContexts
{
    public static void Find(SqlBatch batch, StreamKey stream, Domain.ImportId import, Func<StreamKey, StreamWorkingState> frame)
    {
        object[] parameters = [stream.Organisation.Value, stream.Initiative.Value, import.Value];
        batch.Add(
            $"""
            select (select d.kind from {Tables.Entries} d where {ImportSql.EndsWhere("b")} order by d.version desc limit 1)
            from {Tables.Entries} b where {Where("b")} and b.import = $3 and b.kind = 'import_begun'
            """,
            row => frame(stream).LoadImport(import, EndedBy(row.IsDBNull(0) ? null : row.GetString(0))), parameters);
        batch.Add(
            $"""
            select coalesce(e.opens, e.closes) from {Tables.Entries} e
            cross join lateral ({DecisionContexts.LastTouch("coalesce(e.opens, e.closes)", Where("t"))}) l
            where {Where("e")} and e.import = $3 and e.sheet > 0 and l.import is distinct from e.import and l.opens is not null
                and (e.closes is null or l.import is not null or l.fact = e.fact)
            """,
            row => frame(stream).LoadChanged(import, new(row.GetGuid(0))), parameters);
        // IS TRUE makes the planner hash the sessions. As a join, it would compare each entry with each of them.
        batch.Add(
            $"""
            select f.opens from {Tables.Entries} f
            where {Where("f")} and f.opens is not null and f.import is distinct from $3 and {ImportSql.MayCount("f")}
                and coalesce(f.identity, '') not like 'session:%' and {Standing("f")}
                and not exists (select from {Tables.Entries} e where {Where("e")} and e.opens = f.opens and e.import = $3)
                and (f.fact ->> 'session' in (select substr(e.identity, 9) from {Tables.Entries} e
                    where {Where("e")} and e.import = $3 and e.closes is null and e.identity like 'session:%' and {Standing("e")})) is true
            """,
            row => frame(stream).LoadResting(import, new(row.GetGuid(0))), parameters);
    }

    private static string Where(string row) => $"{row}.tenant_id = $1 and {row}.stream_id = $2";

    /// <summary>The content of a row is still in force, if the row counts.</summary>
    private static string Standing(string row) => $"not exists (select from {Tables.Entries} c where {Where("c")} and c.closes = {row}.opens"
        + $" and c.version > {row}.version and {ImportSql.MayCount("c")})";

    private static ImportStanding EndedBy(string? end) => end switch
    {
        null => ImportStanding.Open,
        "import_completed" => ImportStanding.Completed,
        "import_abandoned" => ImportStanding.Abandoned,
        _ => ImportStanding.Undone,
    };
}
