// Which backups stay: tried with a year of them, and with thousands of shops that back up as it comes.
using System.Globalization;
using Makola.Data.Backups;

namespace Makola.Tests.Data.Backups;

public sealed class KeepRuleTests
{
    [Fact]
    public void Of_two_years_of_nights_seven_days_four_weeks_and_twelve_months_stay()
    {
        var nights = Enumerable.Range(0, 730).Select(day => new DateTime(2026, 11, 23, 3, 0, 0).AddDays(-day)).ToList();

        var stay = nights.Except(new KeepRule(7, 4, 12).Outlived(nights, night => night)).Order().ToList();

        string[] expected =
        [
            "2025-12-31", "2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30", "2026-07-31", "2026-08-31", "2026-09-30", "2026-10-31",
            "2026-11-08", "2026-11-15", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23",
        ];
        Assert.Equal(expected, stay.Select(night => night.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Whatever_there_is_the_newest_stays_and_of_each_last_day_week_and_month_its_newest()
    {
        var random = new Random(4);
        for (var shop = 0; shop < 2_000; shop++)
        {
            var rule = new KeepRule(random.Next(1, 10), random.Next(0, 6), random.Next(0, 14));
            var all = Enumerable.Range(0, random.Next(0, 60)).Select(_ => new DateTime(2024, 1, 1).AddMinutes(random.Next(0, 2 * 365 * 24 * 60))).Distinct().ToList();

            var gone = rule.Outlived(all, at => at);
            var stay = all.Except(gone).ToHashSet();

            if (all.Count > 0) Assert.Contains(all.Max(), stay);
            AssertNewest(rule.Days, at => at.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
            AssertNewest(rule.Weeks, at => $"{ISOWeek.GetYear(at)}-{ISOWeek.GetWeekOfYear(at):00}");
            AssertNewest(rule.Months, at => at.ToString("yyyyMM", CultureInfo.InvariantCulture));
            Assert.True(stay.Count <= rule.Days + rule.Weeks + rule.Months);
            // What stays today stays when nothing new came: a second look lets none go.
            Assert.Empty(rule.Outlived(stay, at => at));

            void AssertNewest(int most, Func<DateTime, string> period)
            {
                foreach (var newest in all.GroupBy(period).OrderByDescending(g => g.Key, StringComparer.Ordinal).Take(most).Select(g => g.Max())) Assert.Contains(newest, stay);
            }
        }
    }

    [Fact]
    public void Day_after_day_a_shop_comes_to_keep_one_of_each_of_its_last_months()
    {
        var (rule, kept) = (new KeepRule(7, 4, 12), new List<DateTime>());
        for (var night = new DateTime(2024, 1, 1, 3, 0, 0); night < new DateTime(2026, 11, 24); night = night.AddDays(1))
        {
            kept.Add(night);
            foreach (var old in rule.Outlived(kept, at => at).ToList()) kept.Remove(old);
        }

        Assert.Equal(12, kept.Select(at => (at.Year, at.Month)).Distinct().Count());
        Assert.InRange(kept.Count, 19, 23);
    }
}
