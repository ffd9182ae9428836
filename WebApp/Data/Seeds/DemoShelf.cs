// What buyers of the demo shop reach for: cheap things often, a bathtub seldom, and some goods more than others.
using Bogus;

namespace Makola.Data.Seeds;

/// <summary>Chooses goods as buyers would.</summary>
internal sealed class DemoShelf
{
    private readonly Randomizer random;
    private readonly DemoItem[][] products;
    private readonly double[] upTo;

    /// <summary>Weighs every product once: by its price, and by a liking of its own.</summary>
    public DemoShelf(IReadOnlyList<DemoItem> items, Randomizer random)
    {
        this.random = random;
        products = [.. items.GroupBy(i => i.Variant.Product).Select(g => g.ToArray())];
        upTo = new double[products.Length];
        var sum = 0.0;
        for (var i = 0; i < products.Length; i++) upTo[i] = sum += Often(products[i][0].Variant.Price) * (0.3 + (4 * Math.Pow(random.Double(), 3)));
    }

    /// <summary>Different goods and how many of each.</summary>
    /// <param name="kinds">How many different goods.</param>
    /// <param name="plentyOnly">Only goods of which there are plenty: the order will not be kept, and its goods must not stand where the last piece was to be sold.</param>
    public IReadOnlyList<(DemoItem Item, int Qty)> Take(int kinds, bool plentyOnly)
    {
        var taken = new List<(DemoItem Item, int Qty)>();
        while (taken.Count < kinds)
        {
            var item = random.ArrayElement(Reach());
            if (taken.Exists(t => t.Item.Variant.Product == item.Variant.Product) || (plentyOnly && item.Left < 10)) continue;
            taken.Add((item, Pieces(item.Variant.Price)));
        }

        return taken;
    }

    private DemoItem[] Reach()
    {
        var at = Array.BinarySearch(upTo, random.Double() * upTo[^1]);
        return products[Math.Min(at < 0 ? ~at : at, products.Length - 1)];
    }

    /// <summary>How often something of this price (minor units) is bought.</summary>
    private static double Often(long price) => price switch
    {
        < 3_000 => 6,
        < 10_000 => 4,
        < 25_000 => 2,
        < 60_000 => 0.8,
        < 150_000 => 0.2,
        _ => 0.03,
    };

    private int Pieces(long price) => price switch
    {
        < 2_000 => random.Int(1, 5),
        < 6_000 => random.Int(1, 3),
        < 15_000 => random.Bool(0.8f) ? 1 : 2,
        _ => 1,
    };
}
