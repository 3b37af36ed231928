namespace CaseStudies.Server.Commands;

/// <summary>What the program tells the shell; documented at the end of <c>--help</c>.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Tried, but not done or not as it should be. The reason stands on standard error.</summary>
    public const int NotDone = 1;

    /// <summary>The command line was not understood. Nothing was tried.</summary>
    public const int NotUnderstood = 2;

    public static int From(bool done) => done ? Done : NotDone;
}
