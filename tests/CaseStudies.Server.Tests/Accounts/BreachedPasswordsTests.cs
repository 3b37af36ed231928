using System.Net;
using System.Security.Cryptography;
using System.Text;
using CaseStudies.Server.Access;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.Tests.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CaseStudies.Server.Tests.Accounts;

public sealed class BreachedPasswordsTests(PostgresFixture postgres) : IDisposable
{
    private const string Known = "a known heron by a river";

    private static readonly string s_other = new('0', 39);

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData(1, "\n", true), InlineData(1, "\r\n", false), InlineData(2, "\n", false), InlineData(3, "\r\n", true), InlineData(5_000, "\n", true)]
    [InlineData(5_000, "\r\n", false)]
    public void Each_password_of_the_list_is_found_and_no_other(int number, string end, bool ended)
    {
        var list = Enumerable.Range(0, number).Select(i => $"leaked {i}").ToList();
        // Lines of every length that such lists have: counts from nothing to ten digits.
        var lines = list.Select(Hash).Order(StringComparer.Ordinal).Select((h, i) => i % 11 == 0 ? h : $"{h}:{new string('7', i % 11)}");
        using var breached = Open(string.Join(end, lines) + (ended ? end : ""));

        Assert.All(list, p => Assert.True(breached.Contains(p), p));
        Assert.All(Enumerable.Range(0, 5_000), i => Assert.False(breached.Contains($"unknown {i}"), $"{i}"));
        Assert.False(breached.Contains(""));
    }

    [Fact]
    public void Without_a_list_none_is_known()
    {
        using var breached = new BreachedPasswords(Configured(null));
        Assert.False(breached.Contains("password1234"));
    }

    [Fact]
    public void A_file_that_is_no_such_list_stops_the_start()
    {
        string a = s_other + "A", b = s_other + "B";
        foreach (var content in new[]
        {
            "", "\n", "password\n", a.ToLowerInvariant(), a[1..], a + "0", a + ":", a + ":x", a + ":1 ", " " + a, '\uFEFF' + a, $"{b}\n{a}\n", $"{a}\n{b}x\n",
            string.Join('\n', Enumerable.Range(0, 5_000).Select(i => Hash($"leaked {i}"))), a + new string('0', 5_000),
        })
            Refused(content, "in ascending order");
        foreach (var path in new[] { _file + ".not", Path.GetTempPath() })
            Told(Assert.Throws<StartupException>(() => new BreachedPasswords(Configured(path))), "cannot be read");

        void Refused(string content, string says) => Told(Assert.Throws<StartupException>(() => Open(content)), says);

        static void Told(StartupException refused, string says)
        {
            Assert.Contains(says, refused.Sentence.En, StringComparison.Ordinal);
            Assert.Matches("[\\u3040-\\u30ff]", refused.Sentence.Ja);
            Assert.DoesNotMatch("[\\u3040-\\u30ff]", refused.Sentence.En);
        }
    }

    [Fact]
    public async Task The_program_says_so_and_ends()
    {
        var (exit, output, _) = await Startup.RunAsync(0, new Dictionary<string, string>
        {
            ["ConnectionStrings__CaseStudies"] = "Host=127.0.0.1;Port=1;Database=none;Username=none;Timeout=2",
            ["Accounts__BreachedPasswords"] = _file + ".not",
        });
        Assert.Equal(1, exit);
        Assert.Contains("The file of Accounts:BreachedPasswords cannot be read", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_sets_one_and_everybody_is_told_why()
    {
        await File.WriteAllTextAsync(_file, Hash(Known) + ":2\n", TestContext.Current.CancellationToken);
        await using var server = new Listed(postgres, _file);
        await server.InitializeAsync();
        await using (var scope = server.Host.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
            Assert.True((await users.CreateAsync(new() { UserName = "taro" }, AccountNodes.Password)).Succeeded);
        }

        var browser = new Browser();
        using (var signedIn = await browser.SignInAsync(server.Host, "taro", AccountNodes.Password))
            Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
        // Whether the keyboard is set to full width or not.
        foreach (var typed in new[] { Known, "a known heron by a ｒｉｖｅｒ" })
        {
            using var refused = await ChangeAsync(typed);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains("漏れたものの一覧", await Forms.TextAsync(refused), StringComparison.Ordinal);
        }

        using var changed = await ChangeAsync(Known + "s");
        Assert.Equal(HttpStatusCode.SeeOther, changed.StatusCode);

        Task<HttpResponseMessage> ChangeAsync(string wanted) => browser.SubmitAsync(
            server.Host, "/account", "/account", ("present", AccountNodes.Password), ("password", wanted));
    }

    private BreachedPasswords Open(string content)
    {
        File.WriteAllText(_file, content);
        return new(Configured(_file));
    }

    private static IConfiguration Configured(string? path) => new ConfigurationBuilder().AddInMemoryCollection(
        [KeyValuePair.Create("Accounts:BreachedPasswords", path)]).Build();

#pragma warning disable CA5350 // what such lists are made of
    private static string Hash(string password) => Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(password)));
#pragma warning restore CA5350

    private sealed class Listed(PostgresFixture postgres, string file) : ServerFixture(postgres)
    {
        protected override bool CarriesKey => false;

        protected override void Configure(WebApplicationBuilder builder) => builder.Configuration["Accounts:BreachedPasswords"] = file;
    }
}
