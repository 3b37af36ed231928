using System.Text;
using CaseStudies.Domain;
using CaseStudies.Server.Backup;

namespace CaseStudies.Server.Commands;

/// <summary>Where the passphrase of a backup comes from: the environment or the keyboard, never the command line, which others can read.</summary>
/// <param name="variable">Reads the environment.</param>
/// <param name="ask">Asks at the terminal without echo; null: there is none.</param>
internal sealed class Passphrase(Func<string, string?> variable, Func<PublicText, string>? ask)
{
    public const string Variable = "CASESTUDIES_PASSPHRASE";
    public const int MinimumLength = 12;

    public static Passphrase OfThisProcess => new(Environment.GetEnvironmentVariable, Console.IsInputRedirected ? null : Ask);

    /// <exception cref="BackupRefusedException">There is none, it is too short, or was typed differently.</exception>
    public string ForBackup()
    {
        if (variable(Variable) is { Length: > 0 } set)
            return LongEnough(set);
        var typed = LongEnough(Asked(BackupTexts.AskPassphrase));
        return Asked(BackupTexts.AskAgain) == typed ? typed : throw new BackupRefusedException(BackupTexts.OtherPassphrase);
    }

    /// <exception cref="BackupRefusedException">There is none.</exception>
    public string ForRestore() => variable(Variable) is { Length: > 0 } set ? set : Asked(BackupTexts.AskPassphrase);

    private string Asked(PublicText what) => ask is null ? throw new BackupRefusedException(BackupTexts.NoPassphrase(Variable)) : ask(what);

    private static string LongEnough(string passphrase) =>
        passphrase.EnumerateRunes().Count() >= MinimumLength ? passphrase : throw new BackupRefusedException(BackupTexts.ShortPassphrase(MinimumLength));

    private static string Ask(PublicText what)
    {
        Console.Error.Write(what.In(TerminalLanguage.Current));
        var typed = new StringBuilder();
        for (ConsoleKeyInfo key; (key = Console.ReadKey(intercept: true)).Key != ConsoleKey.Enter;)
        {
            if (key.Key == ConsoleKey.Backspace)
                typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar))
                typed.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}
