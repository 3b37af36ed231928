using System.Text;
using CaseStudies.Sheets;

namespace CaseStudies.Sheets.Tests.Hostile;

/// <summary>Files of one kind of hostility, the code with which each must be refused, and a neighbour that reads fine.</summary>
internal sealed record HostileClass(string Name, string Code, IReadOnlyList<HostileFile> Files, HostileFile Neighbour);

/// <param name="Make">Made when it is needed: five hundred at once would be the only thing that fills the memory.</param>
internal sealed record HostileFile(string Name, Func<byte[]> Make, string? Called = null)
{
    public static T[] Over<T>(params T[] items) => items;

    public static HostileFile Create(string name, Book book) => new(name, book.Bytes);

    public static HostileFile Create(string name, string text) => new(name, () => Encoding.UTF8.GetBytes(text));

    public static HostileFile Create(string name, params byte[] bytes) => new(name, () => bytes);

    /// <summary>Opens it and reads every row of every sheet.</summary>
    /// <returns>Rows that were read.</returns>
    public int ReadAll(byte[] bytes)
    {
        using var file = SheetFile.Open(new MemoryStream(bytes, writable: false), Called);
        return file.Sheets.Sum(s => s.Rows().Count());
    }
}
