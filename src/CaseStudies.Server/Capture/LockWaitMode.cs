namespace CaseStudies.Server.Capture;

/// <summary>Which locks held by others a group commit waits for.</summary>
internal enum LockWaitMode
{
    /// <summary>None: a command whose lock is held is set aside, so that the others of the group do not wait for it.</summary>
    None,

    /// <summary>The lock of the group's one stream, up to the timeout.</summary>
    ForStream,

    /// <summary>The lock of its one stream and of its one command.</summary>
    ForCommand,

    /// <summary>Every lock that an atomic batch needs, in one fixed order.</summary>
    ForAll,
}
