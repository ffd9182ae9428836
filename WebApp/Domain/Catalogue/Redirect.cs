// Old addresses and where they lead: those renaming leaves behind, and those staff write for the addresses of an old shop.
namespace Makola.Domain.Catalogue;

/// <summary>An address without a page and the one that is shown in its place. Where there is a page, the page is shown.</summary>
public sealed class Redirect
{
    /// <summary>Most characters of an address.</summary>
    public const int Longest = 300;

    /// <summary>Most lines written at once.</summary>
    public const int MostLines = 1_000;

    /// <summary>Database key.</summary>
    public long Id { get; private set; }

    /// <summary>Path as it is asked for, with the query if that matters: <c>/p/old-name</c>, <c>/product.php?id=12</c>. Unique.</summary>
    public required string From { get; set; }

    /// <summary>Address in this shop that answers; never itself redirected.</summary>
    public required string To { get; set; }

    /// <summary>True when staff wrote it; false when renaming left it.</summary>
    public bool ByHand { get; set; }

    /// <summary>Where an address without a page leads; null when nowhere.</summary>
    /// <param name="db">The shop.</param>
    /// <param name="path">Path, decoded.</param>
    /// <param name="query">With its question mark; empty for none.</param>
    /// <param name="ct">Stops the work.</param>
    public static async Task<string?> FindAsync(ShopDb db, string path, string query, CancellationToken ct)
    {
        var plain = Tidy(path);
        var whole = plain + query;
        return await db.Redirects.Where(r => r.From == plain || r.From == whole).OrderByDescending(r => r.From.Length).Select(r => r.To).FirstOrDefaultAsync(ct);
    }

    /// <summary>Adds what staff wrote, all or nothing. A pair that is there already is left as it is.</summary>
    /// <param name="db">The shop.</param>
    /// <param name="pairs">From and to, as typed.</param>
    /// <param name="by">Who.</param>
    /// <param name="at">When.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>How many are new.</returns>
    /// <exception cref="Refusal">Names the first line that cannot be, and why.</exception>
    public static async Task<int> AddAsync(ShopDb db, IReadOnlyList<(string From, string To)> pairs, Actor by, DateTimeOffset at, CancellationToken ct)
    {
        if (pairs.Count == 0) throw new Refusal("redirect.none", "Write at least one line.") { On = "Form.From" };
        if (pairs.Count > MostLines) throw new Refusal("redirect.many", "At most {0} lines at once.", MostLines) { On = "Form.Lines" };
        var read = pairs.Select((pair, i) => Read(pair.From, pair.To, pairs.Count == 1 ? 0 : i + 1)).ToList();
        var added = 0;
        await db.ChangeAsync(read.Count == 1 ? $"Redirect of {read[0].From}" : $"{read.Count} redirects", by, at, async () =>
        {
            var ends = read.SelectMany(r => new[] { r.From, r.To }).Distinct().ToList();
            var known = await db.Redirects.Where(r => EF.Parameter(ends).Contains(r.From) || EF.Parameter(ends).Contains(r.To)).ToListAsync(ct);
            foreach (var (from, to, line) in read) added += Add(db, known, from, to, line);
        }, ct);
        return added;
    }

    /// <summary>Takes one away.</summary>
    public static Task RemoveAsync(ShopDb db, long id, Actor by, DateTimeOffset at, CancellationToken ct) => db.WriteAsync(async () =>
    {
        var redirect = await db.Redirects.SingleOrDefaultAsync(r => r.Id == id, ct) ?? throw new Refusal("redirect.gone", "It is gone already.") { Status = 409 };
        await db.ChangeAsync($"Redirect of {redirect.From} removed", by, at, () =>
        {
            db.Redirects.Remove(redirect);
            return Task.CompletedTask;
        }, ct);
    }, ct);

    /// <summary>Adds one, so that no way has two steps: it leads where its end leads, and what led to its beginning leads to its end.</summary>
    private static int Add(ShopDb db, List<Redirect> known, string from, string to, int line)
    {
        to = known.Find(r => r.From == to)?.To ?? to;
        if (to == from) throw Wrong("redirect.loop", "{0} would lead back to itself.", from, line);
        if (known.Find(r => r.From == from) is { } there)
            return there.To == to ? 0 : throw Wrong("redirect.taken", $"{{0}} leads to {there.To.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal)} already; remove that first.", from, line);

        foreach (var before in known.Where(r => r.To == from)) before.To = to;
        var redirect = new Redirect { From = from, To = to, ByHand = true };
        known.Add(redirect);
        db.Redirects.Add(redirect);
        return 1;
    }

    private static (string From, string To, int Line) Read(string from, string to, int line)
    {
        (from, to) = (from.Trim(), to.Trim());
        // The old shop's addresses may be pasted whole; its host says nothing here.
        if (Uri.TryCreate(from, UriKind.Absolute, out var old) && old.Scheme is "http" or "https") from = old.PathAndQuery;
        if (from is not ['/', ..] || from.Length > Longest || from.Any(char.IsControl)) throw Wrong("redirect.from", "“{0}” is not an address: write it from the first slash on, as /products/old-name.html.", from, line);
        if (!IsOwn(to)) throw Wrong("redirect.to", "“{0}” is not an address of this shop: write it from the first slash on, as /p/new-name.", to, line, "Form.To");

        var (path, query) = from.Split('#')[0].Split('?', 2) is [var p, var q] ? (p, $"?{q}") : (from.Split('#')[0], "");
        from = Tidy(Uri.UnescapeDataString(path)) + query;
        if (from == "/") throw Wrong("redirect.home", "{0} has a page, which is always shown.", from, line);
        return (from, to, line);
    }

    /// <summary>Whether a browser that is sent there stays in this shop: <c>//host</c> and <c>/\\host</c> would leave it.</summary>
    private static bool IsOwn(string to) => to is ['/', ..] and not ['/', '/' or '\\', ..] && to.Length <= Longest && !to.Any(c => char.IsControl(c) || char.IsWhiteSpace(c));

    private static string Tidy(string path) => path.Length > 1 ? path.TrimEnd('/') is { Length: > 0 } tidy ? tidy : "/" : path;

    private static Refusal Wrong(string code, string text, string what, int line, string on = "Form.From") =>
        line == 0 ? new(code, text, what) { On = on } : new(code, "Line {1}: " + text, what, line) { On = "Form.Lines" };
}
