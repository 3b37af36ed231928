using CaseStudies.Server.Access;
using CaseStudies.Server.Operations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CaseStudies.Server.Tests.Access;

public sealed class StartupTests(PostgresFixture postgres)
{
    // Nothing answers there: a program that asked for its database would say so instead.
    private const string NoDatabase = "Host=127.0.0.1;Port=1;Database=none;Username=none;Timeout=2";

    [Theory]
    [InlineData("--urls", "http://0.0.0.0:{0}"), InlineData("--urls", "http://*:{0}"), InlineData("--urls", "http://[::]:{0}")]
    [InlineData("--urls", "http://localhost:{0};http://0.0.0.0:{0}")]
    [InlineData("--http_ports", "{0}"), InlineData("--Kestrel:Endpoints:All:Url", "http://0.0.0.0:{0}")]
    public async Task The_local_user_is_refused_on_an_address_that_others_reach_before_anything_listens(string option, string value)
    {
        var port = Startup.FreePort();
        var (exit, output, listened) = await Startup.RunAsync(port, With(("LocalUser__Enabled", "true")), option, string.Format(null, value, port));

        Assert.Equal(1, exit);
        Assert.Contains("which other machines can reach", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.False(listened);
    }

    [Theory]
    [InlineData("true", "127.0.0.1", "", "everybody behind the proxy would be that one user"), InlineData("false", "nginx", "", "'nginx' is neither")]
    [InlineData("false", "10.0.0.0/99", "", "is neither")]
    [InlineData("false", "", "casestudies", "begins with a slash and names a path")]
    [InlineData("false", "", "//elsewhere.example", "begins with a slash and names a path")]
    public async Task A_proxy_that_is_not_configured_safely_is_refused(string localUser, string trusted, string path, string says)
    {
        var (exit, output, _) = await Startup.RunAsync(0, With(
            ("LocalUser__Enabled", localUser), ("Authentication__Authority", "https://id.example.org/"), ("Authentication__Audience", "a"),
            ("Proxy__Trusted", trusted), ("Proxy__PathBase", path)));

        Assert.Equal(1, exit);
        Assert.Contains(says, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=db.example.org"), InlineData("Host=10.0.0.7;SSL Mode=Prefer"), InlineData("Host=127.0.0.1,db.example.org:5433")]
    public async Task A_database_is_not_reached_over_a_network_in_the_clear(string database)
    {
        var (exit, output, _) = await Startup.RunAsync(
            0, new Dictionary<string, string> { ["ConnectionStrings__CaseStudies"] = database + ";Database=none;Username=none;Password=hush;Timeout=2" });

        Assert.Equal(1, exit);
        Assert.Contains("SSL Mode=VerifyFull", output, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=/nowhere"), InlineData("Host=localhost:1"), InlineData("Host=::1;Port=1"), InlineData("Host=127.0.0.1;Port=1;SSL Mode=Require")]
    [InlineData("Host=192.0.2.1;Port=1", "true")]
    public async Task A_database_is_reached_over_a_socket_or_from_this_machine_or_as_the_operator_allows(string database, string? allowed = null)
    {
        var settings = new Dictionary<string, string> { ["ConnectionStrings__CaseStudies"] = database + ";Database=none;Username=none;Timeout=1" };
        if (allowed is not null)
            settings["Store__AllowClearText"] = allowed;

        var (exit, output, _) = await Startup.RunAsync(0, settings);

        Assert.Equal(1, exit);
        Assert.Contains("Check host, port, database", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configured_database_leaves_the_local_user_off_and_the_refusal_says_how_to_go_on()
    {
        var (exit, output, _) = await Startup.RunAsync(0, await WithEmptyAsync());

        Assert.Equal(1, exit);
        Assert.Contains("casestudies accounts create", output, StringComparison.Ordinal);
        Assert.Contains("LocalUser__Enabled=true", output, StringComparison.Ordinal);
        Assert.Contains("Authentication__Authority", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://id.example.org/", null, "Authentication__Audience"), InlineData("http://id.example.org/", "a", "https://")]
    [InlineData("http://127.0.0.1:1/", "a", "AllowHttpOnLoopback")]
    [InlineData("id.example.org", "a", "is no address"), InlineData("", "a", "names no identity provider")]
    public async Task An_unsafe_or_unfinished_sign_in_is_refused(string authority, string? audience, string says)
    {
        var environment = await WithEmptyAsync(("LocalUser__Enabled", "false"), ("Authentication__Authority", authority));
        if (audience is not null)
            environment["Authentication__Audience"] = audience;

        var (exit, output, _) = await Startup.RunAsync(0, environment);

        Assert.Equal(1, exit);
        Assert.Contains(says, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LocalUser__Enabled", "はい"), InlineData("Authentication__AllowHttpOnLoopback", "1")]
    public async Task A_switch_is_true_or_false(string name, string value)
    {
        var (exit, output, _) = await Startup.RunAsync(0,
            With(("Authentication__Authority", "http://127.0.0.1:1/"), ("Authentication__Audience", "a"), (name, value)));

        Assert.Equal(1, exit);
        Assert.Contains("is true or false", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LocalUser:Enabled=x"), InlineData("LocalUser:Enabled="), InlineData("Authentication:Authority=id.example.org")]
    [InlineData("Authentication:Authority=http://id.example.org/"), InlineData("Authentication:Authority=https://id.example.org/")]
    [InlineData("LocalUser:Enabled=true urls=http://0.0.0.0:1"), InlineData("LocalUser:Enabled=true urls=nowhere")]
    [InlineData("LocalUser:Enabled=true Proxy:Trusted=10.0.0.5"), InlineData("LocalUser:Enabled=true Proxy:Trusted=nginx")]
    [InlineData("LocalUser:Enabled=true Proxy:PathBase=casestudies")]
    [InlineData("Authentication:Authority=https://id.example.org/ Authentication:Audience=a Authentication:ClientSecret=s")]
    [InlineData("Authentication:Authority=https://id.example.org/ Authentication:Audience=a Authentication:ClientId=a Authentication:TokenType=JWT")]
    [InlineData("Authentication:Authority=https://id.example.org/ Authentication:Audience=a Authentication:Signatures=Strict")]
    public void Each_refusal_is_told_in_both_languages(string settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Split(' ').Select(s => s.Split('=', 2))
            .Select(s => KeyValuePair.Create<string, string?>(s[0], s[1]))).Build();

        var refused = Assert.Throws<StartupException>(() =>
        {
            var localUser = new ServiceCollection().AddSignIn(configuration, embedded: false, accounts: false);
            Proxy.Read(configuration, localUser);
            LocalAddresses.Require(configuration);
        });

        Assert.Matches("[\\u3040-\\u30ff]", refused.Sentence.Ja);
        Assert.DoesNotMatch("[\\u3040-\\u30ff]", refused.Sentence.En);
    }

    [Theory]
    [InlineData(true, true, false, "", null), InlineData(true, null, true, "", null), InlineData(true, false, true, "", null)]
    [InlineData(false, true, false, "", null), InlineData(false, null, false, "", null), InlineData(false, false, false, "", "Nobody could sign in")]
    [InlineData(false, true, false, "https://id.example.org/", "Audience"), InlineData(true, true, false, "https://id.example.org/", "Audience")]
    public void Which_ways_are_on_follows_from_the_configuration_and_from_whether_there_are_accounts(
        bool localUser, bool? accounts, bool localUserIsOn, string authority, string? refused)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [new("LocalUser:Enabled", $"{localUser}"), new("Authentication:Authority", authority), new("urls", "http://127.0.0.1:1")]).Build();

        bool Add() => new ServiceCollection().AddSignIn(configuration, embedded: false, accounts);

        if (refused is null)
            Assert.Equal(localUserIsOn, Add());
        else
            Assert.Contains(refused, Assert.Throws<StartupException>(() => Add()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, null), InlineData(null, null), InlineData(false, "https://id.example.org/")]
    public void A_client_needs_its_provider_and_a_secret_its_client(bool? accounts, string? authority)
    {
        var settings = new Dictionary<string, string?> { ["Authentication:Audience"] = "a", ["Authentication:Authority"] = authority };
        settings[authority is null ? "Authentication:ClientId" : "Authentication:ClientSecret"] = "x";
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var refused = Assert.Throws<StartupException>(() => new ServiceCollection().AddSignIn(configuration, embedded: false, accounts));
        Assert.Contains(authority is null ? "names no identity provider" : "Set Authentication__ClientId", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_are_read_from_a_folder_of_credentials()
    {
        var folder = Directory.CreateTempSubdirectory("casestudies-credentials-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "Proxy__PathBase"), "from-a-file\n", TestContext.Current.CancellationToken);
        var settings = With(("Authentication__Authority", "https://id.example.org/"), ("Authentication__Audience", "a"), ("LocalUser__Enabled", "false"),
            ("CREDENTIALS_DIRECTORY", folder.FullName));
        var (exit, output, _) = await Startup.RunAsync(0, settings);
        Assert.Equal(1, exit);
        Assert.Contains("'from-a-file' does not", output, StringComparison.Ordinal);

        folder.Delete(recursive: true);
        (exit, output, _) = await Startup.RunAsync(0, settings);
        Assert.Equal(1, exit);
        Assert.Contains("CREDENTIALS_DIRECTORY names no folder", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_reads_Japanese_is_told_in_Japanese()
    {
        var (_, output, _) = await Startup.RunAsync(0, await WithEmptyAsync(("LC_ALL", "ja_JP.UTF-8")));

        Assert.Contains("誰もサインインできません", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Nobody could sign in", output, StringComparison.Ordinal);
    }

    /// <summary>With a database that answers and has no accounts.</summary>
    private async Task<Dictionary<string, string>> WithEmptyAsync(params (string Name, string Value)[] settings)
    {
        var all = With(settings);
        all["ConnectionStrings__CaseStudies"] = await postgres.NewDatabaseAsync();
        return all;
    }

    private static Dictionary<string, string> With(params (string Name, string Value)[] settings)
    {
        var all = settings.ToDictionary(s => s.Name, s => s.Value);
        all["ConnectionStrings__CaseStudies"] = NoDatabase;
        return all;
    }
}
