// What a category's list can be filtered by: its options with their values, and the span of its prices.
namespace Makola.Domain.Catalogue;

/// <summary>An option and the values goods of a category have of it.</summary>
/// <param name="Name">Size.</param>
/// <param name="Values">Values with the number of goods that have each.</param>
public sealed record Facet(string Name, IReadOnlyList<(string Value, int Goods)> Values);

/// <summary>Everything a category's list can be filtered by. Kept in memory until goods change.</summary>
/// <param name="Options">Options by how many goods have them.</param>
/// <param name="Min">Lowest price, minor units.</param>
/// <param name="Max">Highest price, minor units.</param>
public sealed record Facets(IReadOnlyList<Facet> Options, long Min, long Max)
{
    /// <summary>Reads the facets of a category: two queries.</summary>
    public static async Task<Facets> LoadAsync(ShopDb db, long categoryId, CancellationToken ct)
    {
        var places = db.ShelfPlaces.Where(s => s.CategoryId == categoryId);
        var values = await places.Join(db.FilterValues, s => s.ProductId, f => f.ProductId, (_, f) => f)
            .GroupBy(f => new { f.Name, f.Value })
            .Select(g => new { g.Key.Name, g.Key.Value, Goods = g.Select(f => f.ProductId).Distinct().Count(), First = g.Min(f => f.VariantId) })
            .ToListAsync(ct);
        var prices = await places.GroupBy(s => s.CategoryId).Select(g => new { Min = g.Min(s => s.PriceFrom), Max = g.Max(s => s.PriceFrom) }).SingleOrDefaultAsync(ct);

        var options = values.GroupBy(v => v.Name)
            .OrderByDescending(g => g.Sum(v => v.Goods)).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Take(ListingFilter.MostOptions)
            .Select(g => new Facet(g.Key, [.. g.OrderByDescending(v => v.Goods).ThenBy(v => v.First).Take(ListingFilter.MostValues).OrderBy(v => v.First).Select(v => (v.Value, v.Goods))]))
            .ToList();
        return new(options, prices?.Min ?? 0, prices?.Max ?? 0);
    }
}
