using System.Text;
using System.Text.Json;
using CaseStudies.Server.Store;
using CaseStudies.Server.Backup;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CaseStudies.Server.Tests.Backup;

/// <summary>Backups that are whole and yet not to be restored as they are; each leaves the store empty.</summary>
public sealed class RefusedRestoreTests(PostgresFixture postgres, ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task What_comes_out_otherwise_is_refused_by_name_unless_it_is_accepted()
    {
        var file = await ChangedAsync((name, text) =>
            name == BackupFormat.Checks ? text.Replace("\"entries\":\"", "\"entries\":\"0", StringComparison.Ordinal) : text);
        await using var target = await TargetAsync();

        Assert.Contains("(refused/differs)", await RefusedEmptyAsync(target, file));

        var restored = await Backups.RestoreAsync(target.Services, file, acceptDifferences: true);
        Assert.Equal(["refused/differs"], restored.Differing);
        Assert.True(await Backups.FilledAsync(Source(target)) > 0);
    }

    [Fact]
    public async Task An_initiative_that_is_missing_from_the_checks_or_from_the_streams_is_told()
    {
        var file = await ChangedAsync((name, text) =>
            name == BackupFormat.Checks ? text.Replace("\"initiative\":\"differs\"", "\"initiative\":\"another\"", StringComparison.Ordinal) : text);
        await using var target = await TargetAsync();

        Assert.Contains("(refused/differs, refused/another)", await RefusedEmptyAsync(target, file));
    }

    [Fact]
    public async Task A_column_that_this_program_lacks_is_refused_and_one_that_the_backup_lacks_takes_its_default()
    {
        await using var target = await TargetAsync();
        var surplus = await ChangedAsync((name, text) =>
            name == MartenTables.Streams ? Columns(text, (head, row) => row is null ? [.. head, "colour"] : [.. row, "red"]) : text);
        Assert.Contains("casestudies.mt_streams.colour", await RefusedEmptyAsync(target, surplus));

        var older = await ChangedAsync((name, text) => name == MartenTables.Streams
            ? Columns(text, (head, row) => [.. (row ?? head).Where((_, i) => head[i] is not ("is_archived" or "created"))])
            : text);
        await Backups.RestoreAsync(target.Services, older);
        await using var command = Source(target)
            .CreateCommand("select count(*) from casestudies.mt_streams where is_archived is false and created is not null");
        Assert.Equal(1L, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("casestudies.mt_events", "\t1\t", "\tone\t", "22P02")] // a number that is none
    [InlineData("vault.organisation_keys", "\\N", "\\N", null)] // nothing changed: the neighbour
    [InlineData("casestudies.command_ledger", "\n", "\n\\\\xZZ\n", "22P04")] // a line that is none
    public async Task What_the_database_refuses_is_told_without_its_value(string part, string from, string to, string? state)
    {
        var file = await ChangedAsync((name, text) => name == part ? text.Replace(from, to, StringComparison.Ordinal) : text);
        await using var target = await TargetAsync();

        if (state is null)
            await Backups.RestoreAsync(target.Services, file);
        else
            Assert.Contains(state, await RefusedEmptyAsync(target, file));
    }

    [Fact]
    public async Task A_table_that_this_program_lacks_is_refused_before_any_database_is_looked_at()
    {
        var file = await ChangedAsync((_, text) => text, name => name == MartenTables.Streams ? "casestudies.newer" : name);

        Assert.Contains("casestudies.newer", Backups.Refused(() => Backups.Verify(file)));
    }

    [Fact]
    public async Task Somebody_who_is_writing_makes_the_restore_give_up()
    {
        var file = await ChangedAsync((_, text) => text);
        await using var target = await TargetAsync();
        await using var writer = await Source(target).OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await writer.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("delete from vault.texts", writer);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        Assert.Contains("Another program is writing to it", await RefusedEmptyAsync(target, file));
    }

    /// <summary>The backup of a small store, with its parts rewritten by whoever holds the passphrase.</summary>
    private async Task<byte[]> ChangedAsync(Func<string, string, string> change, Func<string, string>? rename = null)
    {
        if (await server.ScalarAsync<long>("select count(*) from casestudies.mt_streams") == 0)
            await Api.OpenedAsync(server, "refused", "differs");
        var (file, _) = await Backups.TakeAsync(server.Host.Services);
        using var reader = new BackupReader(new MemoryStream(file), Backups.Passphrase);
        using var changed = new MemoryStream();
        using var writer = new BackupWriter(changed, reader.Header, Backups.Passphrase);
        while (reader.Next() is { } part)
        {
            using var text = new StreamReader(part.Rows, leaveOpen: true);
            var lines = change(part.Name, Encoding.UTF8.GetString(part.Head) + "\n" + await text.ReadToEndAsync(TestContext.Current.CancellationToken));
            var end = lines.IndexOf('\n', StringComparison.Ordinal);
            await writer.PartAsync(rename?.Invoke(part.Name) ?? part.Name, JsonDocument.Parse(lines[..end]).RootElement, to =>
            {
                to.Write(Encoding.UTF8.GetBytes(lines[(end + 1)..]));
                return Task.CompletedTask;
            });
        }

        writer.Finish(1, 1);
        return changed.ToArray();
    }

    /// <param name="change">Of the head's names and a row's values; a null row stands for the head.</param>
    private static string Columns(string text, Func<string[], string[]?, string[]> change)
    {
        var lines = text.TrimEnd('\n').Split('\n');
        var head = JsonSerializer.Deserialize<string[]>(lines[0])!;
        return JsonSerializer.Serialize(change(head, null)) + "\n"
            + string.Concat(lines.Skip(1).Select(l => string.Join('\t', change(head, l.Split('\t'))) + "\n"));
    }

    private async Task<WebApplication> TargetAsync()
    {
        var target = Backups.Aside(await postgres.NewDatabaseAsync());
        await target.Services.GetRequiredService<Marten.IDocumentStore>().Storage.ApplyAllConfiguredChangesToDatabaseAsync();
        return target;
    }

    private static async Task<string> RefusedEmptyAsync(WebApplication target, byte[] file)
    {
        var sentence = await Backups.RefusedAsync(() => Backups.RestoreAsync(target.Services, file));
        Assert.Equal(0, await Backups.FilledAsync(Source(target)));
        Assert.Contains("Nothing was kept in the database.", sentence);
        return sentence;
    }

    private static NpgsqlDataSource Source(WebApplication target) => target.Services.GetRequiredService<BackgroundConnections>().Source;
}
