using System.Runtime.CompilerServices;

namespace CaseStudies;

/// <summary>How tests wait: they ask until something holds. The limit only ends a run that hangs; no test may depend on its length.</summary>
/// <remarks>Compiled into each project of tests that waits. It is the one place where such a test lets time pass.</remarks>
internal static class Until
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(20);

    /// <param name="within">Two minutes unless said otherwise.</param>
    /// <param name="seen">What a failure should show beside the condition.</param>
    public static Task TrueAsync(
        Func<bool> condition, TimeSpan? within = null, Func<string>? seen = null, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        TrueAsync(() => Task.FromResult(condition()), within, seen, what);

    /// <inheritdoc cref="TrueAsync(Func{bool}, TimeSpan?, Func{string}?, string)"/>
    public static Task TrueAsync(
        Func<Task<bool>> condition, TimeSpan? within = null, Func<string>? seen = null, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        HoldsAsync(condition, holds => holds, within, _ => seen?.Invoke() ?? "", what);

    /// <summary>Reads again and again.</summary>
    /// <returns>The first value for which the condition holds.</returns>
    public static async Task<T> HoldsAsync<T>(
        Func<Task<T>> read, Func<T, bool> condition, TimeSpan? within = null, Func<T, string>? seen = null,
        [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var pause = s_shortest; ; pause = pause * 2 < s_longest ? pause * 2 : s_longest)
        {
            var value = await read();
            if (condition(value))
                return value;
            if (TimeProvider.System.GetElapsedTime(started) > (within ?? s_limit))
                Assert.Fail($"Not within {within ?? s_limit}: {what}. Last seen: {(seen is null ? value?.ToString() : seen(value))}");
            await Task.Delay(pause, TestContext.Current.CancellationToken);
        }
    }
}
