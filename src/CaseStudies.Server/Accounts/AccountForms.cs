using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Server.Access;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Wording;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Server.Accounts;

/// <summary>What all forms of these pages have in common: their size, and the token by which the server knows that the form is its own.</summary>
internal static class AccountForms
{
    private const int MostBytes = 16 * 1024;

    /// <param name="mostBytes">For forms with texts in them.</param>
    /// <exception cref="BadHttpRequestException">It is no form, or too large.</exception>
    /// <exception cref="MalformedException">The form is not one of ours, or was opened by somebody else.</exception>
    public static async Task<IFormCollection> ReadAsync(HttpContext context, int mostBytes = MostBytes)
    {
        if (context.Request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true)
            throw new BadHttpRequestException("The body is not said to be a form.", StatusCodes.Status415UnsupportedMediaType);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = mostBytes;
        try
        {
            await context.RequestServices.GetRequiredService<IAntiforgery>().ValidateRequestAsync(context);
            return await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (Exception e) when (e is AntiforgeryValidationException or InvalidDataException)
        {
            throw new MalformedException(new(
                "このフォームは使えません。ページをもう一度開いてから送ってください。", "This form cannot be used any more. Open its page again and send it from there."));
        }
    }

    /// <summary>Passwords cross no network in the clear: plain HTTP is for a browser on this machine.</summary>
    public static bool IsSafe(HttpRequest request) => request.IsHttps || LocalAddresses.IsLoopback(request.Host.Host);

    /// <summary>A path of this server, and nothing that a browser could take for another one.</summary>
    public static bool IsLocal(string? path) =>
        path is ['/', ..] && path.Length <= 2000 && path.All(char.IsAscii) && Microsoft.AspNetCore.Http.HttpResults.RedirectHttpResult.IsLocalUrl(path);

    /// <exception cref="MalformedException">It is not one of our forms' ids.</exception>
    public static Guid Id(string? text) => Guid.TryParseExact(text, "D", out var id) ? id : throw Unknown();

    /// <exception cref="MalformedException">It is none of the words.</exception>
    public static T Word<T>(string text) where T : struct, Enum => Kebab.Find<T>(text) ?? throw Unknown();

    /// <summary>The end of a day that was typed, since a last day is a whole one.</summary>
    /// <returns>Null: nothing was typed.</returns>
    /// <exception cref="MalformedException">It is no day.</exception>
    public static Instant? EndOfDay(string? text) => string.IsNullOrEmpty(text) ? null
        : LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var day } && day < LocalDate.MaxIsoValue
            ? day.PlusDays(1).AtStartOfDayInZone(DateFormat.Japan).ToInstant() : throw Unknown();

    /// <summary>What a form says, as the command that it is: the same one sent twice is one.</summary>
    public static byte[] Canonical(IFormCollection form, params string[] fields) => CanonicalJson.Bytes(
        new JsonObject(fields.Where(form.ContainsKey).Select(n => KeyValuePair.Create(n, (JsonNode?)form[n].ToString()))));

    public static MalformedException Unknown() => new(new(
        "フォームの内容を読めません。ページをもう一度開いて、ページのボタンを使ってください。",
        "This form cannot be read. Open its page again and use the buttons of the page."));
}
