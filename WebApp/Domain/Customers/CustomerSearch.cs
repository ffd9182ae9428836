// Finding customers by what staff have at hand, and walking their list in its orders.
namespace Makola.Domain.Customers;

/// <summary>In which order customers are listed.</summary>
public enum CustomerSort
{
    /// <summary>Who ordered last first; then those who never ordered, the newest card first.</summary>
    LastOrder,

    /// <summary>Who spent most first.</summary>
    Spent,

    /// <summary>The newest card first.</summary>
    Newest,

    /// <summary>The newest account first; only those who have one.</summary>
    Account,
}

/// <summary>Asks the full-text index of customers (<c>Data/Sqlite/CustomerTables</c>), and lists them a page at a time.</summary>
public static class CustomerSearch
{
    /// <summary>Later than any order.</summary>
    private static readonly DateTimeOffset Ever = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The customers that have all of the words in name, phone or e-mail, or begin with them; a phone may be written as people do, or be its beginning.</summary>
    public static IQueryable<Customer> Find(ShopDb db, string text)
    {
        var match = MatchOf(text);
        return match is null ? db.Customers.Where(_ => false) : db.Customers.FromSql($"SELECT * FROM Customers WHERE Id IN (SELECT rowid FROM CustomerSearch WHERE CustomerSearch MATCH {match})");
    }

    /// <summary>A page of customers, and the place to go on at.</summary>
    /// <typeparam name="T">What is read of each.</typeparam>
    /// <param name="which">Which of them.</param>
    /// <param name="sort">In which order.</param>
    /// <param name="before">Where the page before ended, as this gave it; null for the first.</param>
    /// <param name="size">How many.</param>
    /// <param name="row">What is read.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The rows; and where to go on, null at the end.</returns>
    public static async Task<(IReadOnlyList<T> Rows, string? Next)> PageAsync<T>(
        this IQueryable<Customer> which, CustomerSort sort, string? before, int size, System.Linq.Expressions.Expression<Func<Customer, T>> row, CancellationToken ct)
        where T : ICustomerRow
    {
        var (at, id) = Read(before);
        List<T> rows = [];
        if (sort == CustomerSort.LastOrder)
        {
            if (at is not null || before is null)
            {
                var last = at is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : Ever;
                rows = await which.Where(c => c.LastOrderAt <= last && (c.LastOrderAt < last || c.Id < id)).OrderByDescending(c => c.LastOrderAt).ThenByDescending(c => c.Id).Select(row).Take(size + 1).ToListAsync(ct);
                id = long.MaxValue;
            }

            if (rows.Count <= size) rows.AddRange(await which.Where(c => c.LastOrderAt == null && c.Id < id).OrderByDescending(c => c.Id).Select(row).Take(size + 1 - rows.Count).ToListAsync(ct));
        }
        else
        {
            var most = at ?? long.MaxValue;
            var sorted = sort switch
            {
                CustomerSort.Spent => which.Where(c => c.Spent <= most && (c.Spent < most || c.Id < id)).OrderByDescending(c => c.Spent).ThenByDescending(c => c.Id),
                CustomerSort.Account => which.Where(c => c.PersonId < most).OrderByDescending(c => c.PersonId).ThenByDescending(c => c.Id),
                _ => which.Where(c => c.Id < id).OrderByDescending(c => c.Id),
            };
            rows = await sorted.Select(row).Take(size + 1).ToListAsync(ct);
        }

        if (rows.Count <= size) return (rows, null);
        var end = rows[size - 1];
        var place = sort switch { CustomerSort.LastOrder => end.LastOrderAt?.ToUnixTimeMilliseconds(), CustomerSort.Spent => end.Spent, CustomerSort.Account => end.PersonId, _ => null };
        return ([.. rows.Take(size)], $"{place}.{end.Id}");
    }

    /// <summary>The words as an FTS5 query; null when there is no word in them.</summary>
    public static string? MatchOf(string text)
    {
        var digits = text.Trim().Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        // The beginning of a Ghanaian number, as people say it.
        return digits is ['0', not '0', ..] && digits.Length is > 2 and < 10 && digits.All(char.IsAsciiDigit) ? $"\"+233{digits[1..]}\"*" : OrderSearch.MatchOf(text);
    }

    /// <summary>An FTS5 query for a whole e-mail; one that finds nothing when there is none.</summary>
    internal static string ExactlyOf(string? email) => $"\"{email?.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static (long? At, long Id) Read(string? before) =>
        before?.Split('.') is [var at, var id] && long.TryParse(id, System.Globalization.CultureInfo.InvariantCulture, out var key)
            ? (long.TryParse(at, System.Globalization.CultureInfo.InvariantCulture, out var place) && place is >= 0 and < 253_402_300_800_000 ? place : null, key)
            : (null, long.MaxValue);
}

/// <summary>What the place of a customer in a list is made of.</summary>
public interface ICustomerRow
{
    /// <summary>The card.</summary>
    long Id { get; }

    /// <summary>When the newest order was placed.</summary>
    DateTimeOffset? LastOrderAt { get; }

    /// <summary>Minor units.</summary>
    long Spent { get; }

    /// <summary>The account.</summary>
    long? PersonId { get; }
}
