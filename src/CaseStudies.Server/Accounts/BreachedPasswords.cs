using System.Security.Cryptography;
using System.Text;
using CaseStudies.Server.Access;
using Microsoft.Win32.SafeHandles;

namespace CaseStudies.Server.Accounts;

/// <summary>
/// Passwords that leaks have made known, in a file that the operator names: the SHA-1 of each in capitals, one a line and in order, with a colon and a count
/// behind it or without. Such a file has gigabytes, so that it is asked where it lies, by halving.
/// </summary>
internal sealed class BreachedPasswords : IDisposable
{
    private const string Setting = "Accounts:BreachedPasswords";

    private const int HashLength = 2 * SHA1.HashSizeInBytes, LongestLine = 64, Samples = 256;

    private readonly SafeFileHandle? _file;
    private readonly long _length;

    /// <exception cref="StartupException">The file cannot be read, or is no such list.</exception>
    public BreachedPasswords(IConfiguration configuration)
    {
        if (configuration[Setting] is not { Length: > 0 } path)
            return;
        try
        {
            _file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete, options: FileOptions.RandomAccess);
            _length = RandomAccess.GetLength(_file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new StartupException(new(
                $"{Setting} のファイル「{path}」を読めません。パスと権限を確かめるか、設定を外してください。",
                $"The file of {Setting} cannot be read: '{path}'. Check its path and its rights, or leave the setting out."));
        }

        if (IsList())
            return;
        _file.Dispose();
        throw new StartupException(new(
            $"{Setting} のファイル「{path}」は使えません。1行に1つ、パスワードの SHA-1 を大文字の16進数40桁で、"
            + "小さい順に並べたものにしてください(「:回数」が続いてもかまいません)。",
            $"The file of {Setting} cannot be used: '{path}'. Each line must be the SHA-1 of a password, 40 hexadecimal digits in capitals, "
            + "with ':' and a count behind it or without, and the lines in ascending order."));
    }

    public bool Contains(string password)
    {
        if (_file is null)
            return false;
#pragma warning disable CA5350 // what such lists are made of; nothing is protected by it
        var hash = Encoding.ASCII.GetBytes(Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(password))));
#pragma warning restore CA5350
        // If it is there, its line begins at or after the first, where a line begins, and before the second.
        var (low, high) = (0L, _length);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var start = LineFrom(middle);
            var order = start < high ? Read(start, HashLength).AsSpan().SequenceCompareTo(hash) : 1;
            if (order == 0)
                return true;
            (low, high) = order < 0 ? (LineFrom(start + 1), high) : (low, middle);
        }

        return false;
    }

    public void Dispose() => _file?.Dispose();

    /// <summary>A look at some lines finds another file, and one that is not sorted, before people are refused or let through by it.</summary>
    private bool IsList()
    {
        byte[] before = [];
        for (var sample = 0; sample < Samples; sample++)
        {
            var start = LineFrom(_length * sample / Samples);
            if (start == _length && sample > 0)
                break; // a short file
            var line = Read(start, LongestLine);
            if (!IsLine(line) || line.AsSpan(0, HashLength).SequenceCompareTo(before) < 0)
                return false;
            before = line[..HashLength];
        }

        return true;
    }

    private static bool IsLine(byte[] read)
    {
        var text = Encoding.ASCII.GetString(read).Split('\n')[0].TrimEnd('\r');
        return text.Length >= HashLength && text[..HashLength].All(char.IsAsciiHexDigitUpper)
            && (text.Length == HashLength || (text[HashLength] == ':' && text.Length > HashLength + 1 && text[(HashLength + 1)..].All(char.IsAsciiDigit)));
    }

    /// <summary>Where the first line begins at or after a place; the end, if none does.</summary>
    private long LineFrom(long place)
    {
        if (place == 0)
            return 0;
        for (var from = place - 1; from < _length; from += LongestLine)
        {
            if (Array.IndexOf(Read(from, LongestLine), (byte)'\n') is >= 0 and var end)
                return from + end + 1;
        }

        return _length;
    }

    /// <returns>Fewer at the end of the file.</returns>
    private byte[] Read(long from, int count)
    {
        var bytes = new byte[Math.Min(count, _length - from)];
        var read = 0;
        while (read < bytes.Length && RandomAccess.Read(_file!, bytes.AsSpan(read), from + read) is > 0 and var more)
            read += more;
        return bytes[..read];
    }
}
