namespace CaseStudies.EmbeddedPostgres;

/// <summary>As whom a program connects to its database. Neither may administer the server. Both strings hold a password: not for logs.</summary>
/// <param name="Owner">Owns the database and all that is in it: to make and change tables.</param>
/// <param name="Application">Owns nothing: for the program as it runs. It may do what the owner has granted.</param>
public sealed record DatabaseLogins(string Owner, string Application);
