namespace CaseStudies.Server.Access;

/// <summary>What the security log knows of. The names are stored; a renamed one would no longer be recognised.</summary>
public enum SecurityEvent
{
    /// <summary>A browser's session began.</summary>
    SignedIn,

    /// <summary>A wrong password, code or passkey for an account that exists.</summary>
    SignInFailed,
    SignedOut,

    /// <summary>Somebody ended sessions of the own account in other browsers.</summary>
    SessionsEnded,
    PasswordChanged,

    /// <summary>Somebody asked for a link that sets a new password; it goes to the account's e-mail address.</summary>
    LinkAsked,

    /// <summary>A second factor or a passkey was added, renewed or removed.</summary>
    FactorsChanged,

    /// <summary>A program's key, or a token of the identity provider, was used; noted at most once an hour.</summary>
    ProgramCame,

    /// <summary>A member of a funder read what was granted; noted at most once an hour.</summary>
    GrantUsed,

    /// <summary>Somebody opened the link of a shared figure; noted at most once an hour for each network address.</summary>
    ShareUsed,

    /// <summary>A member whose role is too low, or somebody who is no member, asked for something.</summary>
    AccessRefused,

    /// <summary>Private texts were read from the vault: names, notes about people.</summary>
    NamesRead,

    /// <summary>All that is recorded about a person was read.</summary>
    PersonRead,
    PersonErased,

    /// <summary>A file left the program, or a job that makes one was started.</summary>
    Exported,

    /// <summary>A program read the feed of events; noted at most once an hour.</summary>
    FeedRead,

    /// <summary>Where the feed is pushed to was set or ended.</summary>
    PushChanged,

    /// <summary>Members, roles or invitations; the events of the organisation say which.</summary>
    MembersChanged,

    /// <summary>A program's key was made; see <see cref="MembersChanged"/>.</summary>
    KeyMade,

    /// <summary>A grant or a share link was made, narrowed or revoked; see <see cref="MembersChanged"/>.</summary>
    GrantsChanged,
}
