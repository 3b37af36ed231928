namespace CaseStudies.EmbeddedPostgres;

/// <summary>Turns names found inside the package into paths below the directory we unpack to, or refuses.</summary>
internal static class PackagePath
{
    /// <summary>The part of a "/"-separated name below <paramref name="prefix"/>; null if it lies elsewhere.</summary>
    /// <exception cref="EmbeddedPostgresException">The name could leave the directory, or mean something special.</exception>
    internal static string? Below(string prefix, string name)
    {
        var parts = name.Split('/');
        if (parts.Any(part => part is "" or "." or ".." || part.Any(c => c is '\\' or ':' || char.IsControl(c))))
            throw new EmbeddedPostgresException(Messages.BadArchive($"it names the path \"{name}\"."));
        return name.StartsWith(prefix, StringComparison.Ordinal) ? Path.Combine(name[prefix.Length..].Split('/')) : null;
    }
}
