using CaseStudies.Server.Commands;

namespace CaseStudies.Server.Tests.Commands;

public sealed class HostSettingsTests
{
    [Theory]
    [InlineData("export a/b --Store:Home /x c.csv --Store:Alone=true --force", "--Store:Home /x --Store:Alone=true", "export a/b c.csv --force")]
    [InlineData("--urls http://localhost:1", "--urls http://localhost:1", "")]
    [InlineData("demo --urls", "", "demo --urls")]
    [InlineData("demo --Stor:Alone true --storealone x", "", "demo --Stor:Alone true --storealone x")]
    [InlineData("backup -- --urls x", "", "backup -- --urls x")]
    [InlineData("--connectionstrings:CaseStudies=Host=a;Port=1", "--connectionstrings:CaseStudies=Host=a;Port=1", "")]
    public void Settings_of_the_host_are_told_from_the_words_of_a_verb(string line, string settings, string words)
    {
        var split = HostSettings.Split(line.Split(' '));

        Assert.Equal((settings, words), (string.Join(' ', split.Settings), string.Join(' ', split.Words)));
    }
}
