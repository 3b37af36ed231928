namespace CaseStudies.EmbeddedPostgres;

/// <summary>As whom a program connects to its database. None may administer the server. All strings hold a password: not for logs.</summary>
/// <param name="Owner">Owns the database and all that is in it: to make and change tables.</param>
/// <param name="Application">Owns nothing: for the program as it runs. It may do what the owner has granted.</param>
/// <param name="Background">Owns nothing either: for work of the program that needs other rights than what it does for its users.</param>
public sealed record DatabaseLogins(string Owner, string Application, string Background);
