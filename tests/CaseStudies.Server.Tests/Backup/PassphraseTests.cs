using CaseStudies.Domain;
using CaseStudies.Server.Backup;
using CaseStudies.Server.Commands;

namespace CaseStudies.Server.Tests.Backup;

public sealed class PassphraseTests
{
    [Fact]
    public void It_is_taken_from_the_environment_before_anybody_is_asked() =>
        Assert.Equal("合言葉は山川海空雲星月日", From("合言葉は山川海空雲星月日").ForBackup());

    [Theory]
    [InlineData("elevensigns")]
    [InlineData("合言葉は山川海空雲星月")]
    public void A_short_one_makes_no_backup_but_may_open_one(string passphrase)
    {
        Assert.Contains("at least 12", Backups.Refused(() => From(passphrase).ForBackup()));
        Assert.Contains("at least 12", Backups.Refused(() => From(null, passphrase, passphrase).ForBackup()));
        Assert.Equal(passphrase, From(passphrase).ForRestore());
    }

    [Fact]
    public void It_is_asked_twice_for_a_backup_and_once_for_a_restore()
    {
        Assert.Equal("twelve signs", From(null, "twelve signs", "twelve signs").ForBackup());
        Assert.Contains("do not match", Backups.Refused(() => From(null, "twelve signs", "twelve sings").ForBackup()));
        Assert.Equal("twelve signs", From(null, "twelve signs").ForRestore());
    }

    [Fact]
    public void Where_nobody_can_be_asked_there_is_no_backup()
    {
        Assert.Contains("CASESTUDIES_PASSPHRASE", Backups.Refused(() => new Passphrase(_ => null, null).ForBackup()));
        Assert.Contains("CASESTUDIES_PASSPHRASE", Backups.Refused(() => new Passphrase(_ => "", null).ForRestore()));
    }

    [Theory]
    [InlineData(Language.Ja, "", "", "ja_JP.UTF-8", "en-GB")]
    [InlineData(Language.Ja, "", "ja_JP", "C", "")]
    [InlineData(Language.En, "C.UTF-8", "ja_JP", "ja_JP", "ja-JP")]
    [InlineData(Language.En, "", "", "", "")]
    [InlineData(Language.Ja, "", "", "", "ja-JP")]
    public void The_terminals_language_is_the_environments(Language language, string all, string messages, string lang, string system) =>
        Assert.Equal(language, TerminalLanguage.FromEnvironment(v => v switch { "LC_ALL" => all, "LC_MESSAGES" => messages, _ => lang }, system));

    private static Passphrase From(string? environment, params string[] typed)
    {
        var answers = new Queue<string>(typed);
        return new(name => name == "CASESTUDIES_PASSPHRASE" ? environment : null, _ => answers.Dequeue());
    }
}
