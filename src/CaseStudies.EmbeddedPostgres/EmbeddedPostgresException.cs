namespace CaseStudies.EmbeddedPostgres;

/// <summary>
/// The embedded server cannot be installed, started, attached to or stopped. The message says what happened and
/// names the ways out (a connection string, a tarball, a system package); it is written for the person who runs the
/// application, and holds no password.
/// </summary>
public sealed class EmbeddedPostgresException : Exception
{
    /// <param name="waysOut">False: a server runs, so that another one, or another way to install it, would not help.</param>
    internal EmbeddedPostgresException(string what, Exception? cause = null, bool waysOut = true)
        : base(waysOut ? what + Environment.NewLine + Messages.WaysOut : what, cause)
    {
    }
}
