// What customers looked for, counted: how many searches a day, and the words that found nothing. Nothing here says who searched.
using System.Globalization;

namespace Makola.Domain.Catalogue;

/// <summary>The searches of a day in the shop's zone.</summary>
public sealed class SearchDay
{
    /// <summary>Which day, as <c>2026-11-22</c>.</summary>
    public required string Day { get; init; }

    /// <summary>How many there were.</summary>
    public int Searches { get; init; }

    /// <summary>How many of them found nothing as it was typed.</summary>
    public int Missed { get; init; }
}

/// <summary>Words nothing had as they were typed.</summary>
public sealed class MissedSearch
{
    /// <summary>Most characters that are kept.</summary>
    public const int Longest = 60;

    /// <summary>The words in small letters, up to <see cref="Longest"/>.</summary>
    public required string Phrase { get; init; }

    /// <summary>How often.</summary>
    public int Times { get; init; }

    /// <summary>How many goods the last such search showed, by guessing or with some of the words.</summary>
    public int LastFound { get; init; }

    /// <summary>When it was first looked for.</summary>
    public DateTimeOffset FirstAt { get; init; }

    /// <summary>When it was last looked for.</summary>
    public DateTimeOffset LastAt { get; init; }
}

/// <summary>
/// Searches that are not yet written down. Asked on every search, so it only adds in memory; <c>Jobs/CountSearches</c> writes. Bounded: what floods
/// it is counted, its words are dropped.
/// </summary>
public sealed class SearchTally
{
    /// <summary>Most phrases that wait, and most new ones a day that are kept.</summary>
    public const int MostPhrases = 500;

    private readonly Lock door = new();
    private Dictionary<string, (int Times, int Found, DateTimeOffset At)> missed = [];
    private Dictionary<string, (int Searches, int Missed)> days = [];

    /// <summary>Counts a search.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="asTyped">True when goods have all the words as they are.</param>
    /// <param name="found">Goods shown.</param>
    /// <param name="at">When.</param>
    /// <param name="zone">The shop's zone.</param>
    public void Count(string typed, bool asTyped, int found, DateTimeOffset at, TimeZoneInfo zone)
    {
        var phrase = asTyped ? null : PhraseOf(typed);
        var today = Sales.DayOf(at, zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        lock (door)
        {
            var day = days.GetValueOrDefault(today);
            days[today] = (day.Searches + 1, day.Missed + (asTyped ? 0 : 1));
            if (phrase is null || (missed.Count >= MostPhrases && !missed.ContainsKey(phrase))) return;
            missed[phrase] = (missed.GetValueOrDefault(phrase).Times + 1, found, at);
        }
    }

    /// <summary>Takes what waits; counting begins anew.</summary>
    public (IReadOnlyCollection<SearchDay> Days, IReadOnlyCollection<MissedSearch> Missed) Take()
    {
        lock (door)
        {
            var taken = (days, missed);
            (days, missed) = ([], []);
            return ([.. taken.days.Select(d => new SearchDay { Day = d.Key, Searches = d.Value.Searches, Missed = d.Value.Missed })],
                [.. taken.missed.Select(m => new MissedSearch { Phrase = m.Key, Times = m.Value.Times, LastFound = m.Value.Found, FirstAt = m.Value.At, LastAt = m.Value.At })]);
        }
    }

    /// <summary>The words as they are kept; null for what may be somebody's own: an e-mail address, a phone or another long number.</summary>
    private static string? PhraseOf(string typed)
    {
        if (typed.Contains('@', StringComparison.Ordinal) || typed.Count(char.IsDigit) > 6) return null;
        var phrase = string.Join(' ', typed.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return phrase.Length <= MissedSearch.Longest ? phrase : phrase[..MissedSearch.Longest].TrimEnd();
    }
}
