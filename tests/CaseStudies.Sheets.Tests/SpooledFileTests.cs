using System.Globalization;
using System.Text;

namespace CaseStudies.Sheets.Tests;

/// <summary>What somebody sent lies in a file that a kill cannot leave behind, and is read for as long as somebody wants it.</summary>
public sealed class SpooledFileTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_has_no_name_from_the_start_so_that_a_kill_leaves_nothing_behind()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "asks procfs; Windows deletes the file with its last handle");
        await using var file = SpooledFile.Create();
        await file.WriteAsync("山田花子"u8.ToArray(), Ct);
        await file.FlushAsync(Ct);

        var descriptor = file.SafeFileHandle.DangerousGetHandle().ToString(CultureInfo.InvariantCulture);
        Assert.EndsWith(" (deleted)", new FileInfo($"/proc/self/fd/{descriptor}").LinkTarget, StringComparison.Ordinal);
        Assert.False(File.Exists(file.Name));
        file.Position = 0;
        Assert.Equal("山田花子", await new StreamReader(file).ReadToEndAsync(Ct));
    }

    [Fact]
    public async Task Reading_ends_when_the_sender_has_gone()
    {
        using var gone = new CancellationTokenSource();
        var rows = new StringBuilder("date,count\r\n");
        for (var row = 0; row < 100_000; row++)
            rows.Append(CultureInfo.InvariantCulture, $"2025-05-10,{row}\r\n");
        using var file = SheetFile.Open(await SpooledFile.CopyAsync(new MemoryStream(Encoding.UTF8.GetBytes(rows.ToString())), 10_000_000, gone.Token));
        var read = 0;
        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (var _ in file.Sheets[0].Rows())
            {
                if (++read == 10)
                    gone.Cancel();
            }
        });
        Assert.InRange(read, 10, 20_000); // what was buffered already
    }
}
