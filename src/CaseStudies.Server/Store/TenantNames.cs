using CaseStudies.Domain;

namespace CaseStudies.Server.Store;

/// <summary>
/// By which a session or a transaction tells PostgreSQL whose rows it is about. <see cref="RowSecurity"/> hides all others; where nobody was named there are
/// no rows.
/// </summary>
internal static class TenantNames
{
    public const string Setting = "casestudies.tenants";

    /// <summary>Slugs have none.</summary>
    public const string Separator = ",";

    /// <summary>Until the transaction ends.</summary>
    public const string ForTransaction = $"select set_config('{Setting}', $1, true)";

    /// <summary>Until the connection is given back: the driver's reset takes it away.</summary>
    public const string ForSession = $"select set_config('{Setting}', $1, false)";

    public static string Value(IEnumerable<Slug> organisations) => string.Join(Separator, organisations.Select(o => o.Value).Distinct());
}
