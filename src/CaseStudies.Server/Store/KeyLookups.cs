using System.Collections.Immutable;

namespace CaseStudies.Server.Store;

/// <summary>How PostgreSQL plans the look-ups of a decision. For a table not yet analysed the planner would scan it whole for a few keys.</summary>
internal static class KeyLookups
{
    public static readonly ImmutableArray<(string Name, string Value)> Settings =
        [("enable_seqscan", "off"), ("enable_hashjoin", "off"), ("enable_mergejoin", "off"), ("plan_cache_mode", "force_generic_plan")];

    /// <summary>Holds for the transaction in which it is run.</summary>
    public static string Sql => string.Join("; ", Settings.Select(s => $"set local {s.Name} = {s.Value}"));
}
