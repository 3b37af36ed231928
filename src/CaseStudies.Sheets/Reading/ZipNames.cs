namespace CaseStudies.Sheets;

/// <summary>Names within a zip. We never write them to a disk, but somebody after us might, and no office program makes such names.</summary>
internal static class ZipNames
{
    public static void Check(IReadOnlyList<ZipPart> parts)
    {
        // Parts of a workbook are the same whatever their case.
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in parts)
        {
            if (!Safe(part.Name))
                throw FileRefusals.UnsafeName(part.Name);
            if (!seen.Add(part.Name))
                throw FileRefusals.DuplicatePart(part.Name);
        }
    }

    private static bool Safe(string name) =>
        !name.Any(c => c is '\\' or ':' or '\uFFFD' || char.IsControl(c))
        && !name.StartsWith('/')
        && name.TrimEnd('/').Split('/').All(s => s is not ("" or "." or ".."));
}
