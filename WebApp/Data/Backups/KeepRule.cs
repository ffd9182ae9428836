// Which backups stay: the newest of each of the last days, weeks and months. So one goes far back without filling the disk.
using System.Globalization;

namespace Makola.Data.Backups;

/// <summary>The rule. Only days, weeks (ISO 8601, Monday first) and months that have a backup count, so a shop that was closed for a month loses nothing by it.</summary>
/// <param name="Days">Of so many last days the newest stays, 1 or more.</param>
/// <param name="Weeks">Of so many last weeks, 0 or more.</param>
/// <param name="Months">Of so many last months, 0 or more.</param>
public sealed record KeepRule(int Days, int Weeks, int Months)
{
    /// <summary>Those that may go. The newest of all never does.</summary>
    /// <param name="all">Backups, in any order.</param>
    /// <param name="day">On which day of the shop each was made, with the time.</param>
    public IReadOnlyList<T> Outlived<T>(IEnumerable<T> all, Func<T, DateTime> day)
    {
        var newestFirst = all.Select(one => (One: one, Day: day(one))).OrderByDescending(x => x.Day).ToList();
        HashSet<int> kept = newestFirst.Count > 0 ? [0] : [];
        Keep(Days, at => at.Date);
        Keep(Weeks, at => new DateTime(ISOWeek.GetYear(at), 1, 1).AddDays(ISOWeek.GetWeekOfYear(at)));
        Keep(Months, at => new DateTime(at.Year, at.Month, 1));
        return [.. newestFirst.Where((_, at) => !kept.Contains(at)).Select(x => x.One)];

        void Keep(int most, Func<DateTime, DateTime> period) => kept.UnionWith(Enumerable.Range(0, newestFirst.Count).DistinctBy(at => period(newestFirst[at].Day)).Take(most));
    }
}
