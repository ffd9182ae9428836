// Searches wait in memory until they are written: counted, bounded whatever is typed, and without what may be somebody's own.
namespace Makola.Tests.Domain.Catalogue;

public sealed class SearchTallyTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 23, 30, 0, TimeSpan.Zero);

    [Fact]
    public void A_flood_is_counted_and_its_words_are_dropped()
    {
        var tally = new SearchTally();
        for (var i = 0; i < 10_000; i++) tally.Count($"{new string('x', 90)} {i} {Name(i)}", asTyped: false, 0, Now, TimeZoneInfo.Utc);
        for (var i = 0; i < 10_000; i++) tally.Count(Name(i), asTyped: false, 3, Now, TimeZoneInfo.Utc);

        var (days, missed) = tally.Take();

        Assert.Equal((20_000, 20_000), (days.Single().Searches, days.Single().Missed));
        Assert.Equal(SearchTally.MostPhrases, missed.Count);
        Assert.All(missed, m => Assert.InRange(m.Phrase.Length, 1, MissedSearch.Longest));
        Assert.Empty(tally.Take().Days);
    }

    [Fact]
    public void A_day_is_the_shops_own()
    {
        var tally = new SearchTally();
        tally.Count("bag", asTyped: true, 5, Now, TimeZoneInfo.FindSystemTimeZoneById("Africa/Lagos"));

        Assert.Equal("2026-11-23", tally.Take().Days.Single().Day);
    }

    private static string Name(int i) => string.Concat($"{i}".Select(c => (char)('a' + c - '0')));
}
