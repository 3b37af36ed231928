using System.Buffers.Binary;
using System.Net;
using CaseStudies.Server.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NodaTime.Testing;

namespace CaseStudies.Server.Tests.Accounts;

public sealed class PasswordRulesTests
{
    [Theory]
    [InlineData("elevenchars", PasswordRules.Short), InlineData("", PasswordRules.Short), InlineData("password1234", PasswordRules.Common)]
    [InlineData("Password2026!", PasswordRules.Common), InlineData("qwerty123456", PasswordRules.Common), InlineData("111111111111", PasswordRules.Common)]
    [InlineData("123123123123", PasswordRules.Common), InlineData("123456789012", PasswordRules.Common), InlineData("abcdefghijklmnop", PasswordRules.Common)]
    [InlineData("1qaz2wsx3edc", PasswordRules.Common), InlineData("taro.yamada@npo.example", null), InlineData("taro.yamada12", PasswordRules.Common)]
    [InlineData("SAKURA-2026-04", PasswordRules.Common), InlineData("correct horse battery", null), InlineData("さくらの下で毎年みんなと", null)]
    [InlineData("4jT9qLw0ZxVb", null), InlineData("LeaveMeAlone!", PasswordRules.Common), InlineData("fyfcnfcbz1993", PasswordRules.Common)]
    [InlineData("CaseStudies-2026", PasswordRules.Common), InlineData("organisation#04", PasswordRules.Common)]
    public void A_password_is_long_and_not_what_is_tried_first(string password, string? refused) =>
        Assert.Equal(refused, PasswordRules.Check("taro.yamada@example.org", password));

    /// <summary>What is too short is not counted: such passwords are refused anyway.</summary>
    [Fact]
    public void More_than_three_thousand_passwords_are_known_to_be_common()
    {
        using var list = new StreamReader(typeof(PasswordRules).Assembly.GetManifestResourceStream("common-passwords.txt")!);
        var common = list.ReadToEnd().Split('\n').Where(l => l.Length >= PasswordRules.Shortest && l[0] != '#').ToList();

        Assert.InRange(common.Distinct().Count(), 10_000, 20_000);
        Assert.All(common, p => Assert.Equal(PasswordRules.Common, PasswordRules.Check("a", p)));
        Assert.All(common, p => Assert.Equal(PasswordRules.Common, PasswordRules.Check("a", p.ToUpperInvariant())));
    }

    /// <summary>The layout of ASP.NET Core Identity: a 1, then as big-endian numbers what is hashed with (2 is SHA-512) and how many rounds.</summary>
    [Fact]
    public async Task What_is_stored_of_a_password_was_hashed_210_000_times()
    {
        var builder = WebApplication.CreateBuilder();
        _ = ServerApp.Configure(builder, new("Host=localhost"), embedded: true, new FakeClock(default));
        await using var services = builder.Services.BuildServiceProvider();

        var stored = Convert.FromBase64String(services.GetRequiredService<IPasswordHasher<Account>>().HashPassword(new(), "correct horse battery"));

        Assert.Equal((1, 2, 210_000),
            (stored[0], BinaryPrimitives.ReadInt32BigEndian(stored.AsSpan(1)), BinaryPrimitives.ReadInt32BigEndian(stored.AsSpan(5))));
    }

    [Fact]
    public void A_password_has_at_most_128_characters()
    {
        var longest = string.Concat(Enumerable.Range(0, 16).Select(i => $"{i:00}-words"));
        Assert.Equal((128, null), (longest.Length, PasswordRules.Check("a", longest)));
        Assert.Equal(PasswordRules.Long, PasswordRules.Check("a", longest + "!"));
    }

    [Fact]
    public void Each_refusal_is_told_in_both_languages() => Assert.All(
        [PasswordRules.Short, PasswordRules.Long, PasswordRules.Common, PasswordRules.Breached, "other"], c =>
        {
            Assert.Matches("[\\u3040-\\u30ff]", PasswordTexts.Refused(c).Ja);
            Assert.DoesNotMatch("[\\u3040-\\u30ff]", PasswordTexts.Refused(c).En);
        });

    [Fact]
    public void A_name_is_tried_ten_times_a_minute_whoever_tries()
    {
        using var tries = New(1000);
        Assert.All(Enumerable.Range(0, 10), i => Assert.True(tries.Begin(IPAddress.Parse($"192.0.2.{i}"), i % 2 == 0 ? "Taro" : "taro")));
        Assert.False(tries.Begin(IPAddress.Parse("192.0.2.99"), "TARO"));
        Assert.True(tries.Begin(IPAddress.Parse("192.0.2.99"), "hanako"));
    }

    [Fact]
    public void An_address_tries_so_often_whomever_it_tries()
    {
        using var tries = New(3);
        Assert.All(["a", "b", "c"], login => Assert.True(tries.Begin(IPAddress.Parse("2001:db8::1"), login)));
        Assert.False(tries.Begin(IPAddress.Parse("2001:db8::ffff"), "d"));
        Assert.True(tries.Begin(IPAddress.Parse("2001:db8:0:1::1"), "d"));
    }

    [Fact]
    public void A_link_is_asked_for_three_times_an_hour_for_a_name_and_thirty_times_from_an_address_apart_from_tries_of_passwords()
    {
        using var tries = New(1000);
        Assert.All(Enumerable.Range(0, 3), i => Assert.True(tries.BeginForgotten(IPAddress.Parse($"192.0.2.{i}"), i == 0 ? "Taro@b.jp" : "taro@b.jp")));
        Assert.False(tries.BeginForgotten(IPAddress.Parse("192.0.2.99"), "TARO@b.jp"));
        Assert.True(tries.Begin(IPAddress.Parse("192.0.2.99"), "taro@b.jp"));
        Assert.All(Enumerable.Range(0, 30), i => Assert.True(tries.BeginForgotten(IPAddress.Parse("2001:db8::1"), $"{i}@b.jp")));
        Assert.False(tries.BeginForgotten(IPAddress.Parse("2001:db8::2"), "other@b.jp"));
        Assert.True(tries.Begin(IPAddress.Parse("2001:db8::2"), "other@b.jp"));
    }

    private static Tries New(int perAddress) => new(new ConfigurationBuilder().AddInMemoryCollection(
        [KeyValuePair.Create<string, string?>("Accounts:TriesPerAddress", $"{perAddress}")]).Build());
}
