using System.Text;

namespace CaseStudies.Sheets;

/// <summary>The container of old Office formats, and of new ones under a password. Its streams have names; which ones says what it is.</summary>
internal static class OleFile
{
    public static SheetRefusedException Refused(Stream file) =>
        Holds(file, "EncryptedPackage") ? FileRefusals.Encrypted()
        : Holds(file, "Workbook") || Holds(file, "Book") ? FileRefusals.LegacyXls()
        : FileRefusals.OtherKind(FileKind.Ole);

    private static bool Holds(Stream file, string name)
    {
        var (wanted, buffer, kept) = (Encoding.Unicode.GetBytes(name + "\0"), new byte[64 * 1024], 0);
        file.Position = 0;
        for (int got; (got = file.Read(buffer, kept, buffer.Length - kept)) > 0;)
        {
            var held = buffer.AsSpan(0, kept + got);
            if (held.IndexOf(wanted) >= 0)
                return true;
            kept = Math.Min(wanted.Length - 1, held.Length);
            held[^kept..].CopyTo(buffer);
        }

        return false;
    }
}
