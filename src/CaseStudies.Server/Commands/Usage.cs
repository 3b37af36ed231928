namespace CaseStudies.Server.Commands;

/// <summary>What the program can be told on its command line.</summary>
internal static class Usage
{
    /// <summary>The host's own switches and our settings; anything else is a slip that must not start a server.</summary>
    private static readonly string[] s_settings =
        ["urls", "http_ports", "https_ports", "environment", "Kestrel:", "Logging:", "ConnectionStrings:", "EmbeddedPostgres:", "LocalUser:", "Authentication:", "Proxy:", "Store:", "OTEL_"];

    /// <summary>Whether all of what follows the verb are settings, as <c>--name value</c> or <c>--name=value</c>.</summary>
    public static bool Knows(IReadOnlyList<string> options)
    {
        for (var i = 0; i < options.Count; i++)
        {
            if (!options[i].StartsWith("--", StringComparison.Ordinal) || !s_settings.Any(s => options[i].AsSpan(2).StartsWith(s, StringComparison.OrdinalIgnoreCase)))
                return false;
            if (!options[i].Contains('=', StringComparison.Ordinal))
                i++; // its value
        }

        return true;
    }

    public static int Print()
    {
        Console.Error.WriteLine(
            """
            casestudies                     serve
            casestudies demo                load the case studies, print published against derived, then serve
            casestudies demo --check        the same on a throw-away store, then exit
            casestudies demo --sensitivity  withdraw one counted entry of each figure on a throw-away store
            casestudies rebuild             make the entries anew from the events and compare
            casestudies backup FILE         all that was recorded, encrypted under a passphrase, while people go on recording
            casestudies restore FILE        into an empty store, compared with the backup (--accept-differences: keep what differs)
            casestudies import ORGANISATION/INITIATIVE FILE  what a sheet or form export says: .xlsx, .csv, .tsv; --mapping FILE, --lang ja|en,
                --dry-run (record nothing), --partly (though some rows cannot be), --id ID (another import of the same file)
            casestudies figures ORGANISATION/INITIATIVE      its figures as a table; --json, or --csv FILE (.xlsx too)
            casestudies export ORGANISATION/INITIATIVE FILE  its entries as .csv or .xlsx; --kind KIND, --encoding cp932
                both: --from DAY --to DAY, --known-at INSTANT or --version N, --lang ja|en, --force (replace the file)
            casestudies embedded status     is the embedded PostgreSQL running?
            casestudies embedded stop       stop it
            casestudies health URL          ask a running server; exit code 0 if it is well

            Settings follow as --Name value or in the environment as Name__Part: --urls http://localhost:5081,
            ConnectionStrings__CaseStudies, EmbeddedPostgres__Home, LocalUser__Enabled, Authentication__Authority …
            """);
        return 2;
    }
}
