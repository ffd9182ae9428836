// A product as its page shows it: texts, pictures, and which variant each choice leads to.
namespace Makola.Domain.Catalogue;

/// <summary>A variant as the product page shows it.</summary>
/// <param name="Id">Key; <c>?v=</c> in the address.</param>
/// <param name="Sku">For the shop window of search engines, and for asking.</param>
/// <param name="Choices">Its value of each option, in the order of the options.</param>
/// <param name="ChoiceText">The same in one line.</param>
/// <param name="Price">Minor units.</param>
/// <param name="WasPrice">Minor units; null when it was never dearer.</param>
/// <param name="PicturePath">Its own picture; null means the product's first.</param>
/// <param name="Available">Pieces nobody has taken yet.</param>
/// <param name="AllowBackorder">Whether it may be sold when none are there.</param>
public sealed record VariantView(
    long Id, string Sku, List<string> Choices, string ChoiceText, long Price, long? WasPrice, string? PicturePath, int Available, bool AllowBackorder)
{
    /// <summary>Below this many the page says how many are left.</summary>
    private const int Few = 10;

    /// <summary>Whether it can be bought now.</summary>
    public bool InStock => AllowBackorder || Available > 0;

    /// <summary>Most pieces one order can have, 0 to <see cref="Variant.MostPieces"/>.</summary>
    public int Most => AllowBackorder ? Variant.MostPieces : Math.Clamp(Available, 0, Variant.MostPieces);

    /// <summary>True when so few are left that the customer should know.</summary>
    public bool IsScarce => Available is > 0 and <= Few;

    /// <summary>What the price fell by, minor units; 0 when it did not.</summary>
    public long Saving => Math.Max(0, WasPrice.GetValueOrDefault() - Price);
}

/// <summary>One choice of an option, and where it leads.</summary>
/// <param name="Value">Its name and colour.</param>
/// <param name="Target">The variant that pressing it chooses; null when no variant has it.</param>
/// <param name="IsChosen">Whether the chosen variant has it.</param>
/// <param name="IsGone">Whether it cannot be bought together with the other choices made.</param>
public sealed record Choice(OptionValue Value, VariantView? Target, bool IsChosen, bool IsGone);

/// <summary>A product as its page shows it.</summary>
public sealed record ProductView(
    long Id, string Slug, string Name, string Blurb, string Description, string? SeoTitle, string? SeoText, List<Picture> Pictures, List<Option> Options,
    long? MainCategoryId, string? Brand, string? BrandSlug, List<ProductAttribute> Attributes, List<long> Related)
{
    /// <summary>Most variants a page offers.</summary>
    public const int MostVariants = 500;

    /// <summary>What can be bought, in the product's order; at least one.</summary>
    public IReadOnlyList<VariantView> Variants { get; private init; } = [];

    /// <summary>Tile tint, 1 to 6.</summary>
    public int Tint => Tints.Of(Id);

    /// <summary>Reads a product customers can see: two queries.</summary>
    /// <returns>Null when there is none with this slug, or customers cannot see it.</returns>
    public static async Task<ProductView?> FindAsync(ShopDb db, string slug, CancellationToken ct)
    {
        if (await Visible(db, slug) is not { } product) return null;

        var variants = new List<VariantView>();
        await foreach (var variant in VariantsOf(db, product.Id).WithCancellation(ct)) variants.Add(variant);
        return variants.Count > 0 ? product with { Variants = variants } : null;
    }

    /// <summary>The variant asked for; else the first that can be bought; else the first.</summary>
    public VariantView Pick(long? asked) => Variants.FirstOrDefault(v => v.Id == asked) ?? Variants.FirstOrDefault(v => v.InStock) ?? Variants[0];

    /// <summary>The choices of an option beside the variant chosen now. A choice keeps the other options where that variant exists.</summary>
    /// <param name="option">Index into <see cref="Options"/>.</param>
    /// <param name="chosen">The variant chosen now.</param>
    public IEnumerable<Choice> Choices(int option, VariantView chosen)
    {
        foreach (var value in Options[option].Values)
        {
            var having = Variants.Where(v => v.Choices.Count > option && v.Choices[option] == value.Name).ToList();
            var same = having.Find(v => Agreement(v, chosen, option) == chosen.Choices.Count - 1);
            var target = same ?? having.OrderByDescending(v => v.InStock).ThenByDescending(v => Agreement(v, chosen, option)).FirstOrDefault();
            yield return new(value, target, chosen.Choices.ElementAtOrDefault(option) == value.Name, same is not { InStock: true });
        }
    }

    /// <summary>The pictures, that of the variant first.</summary>
    public IReadOnlyList<Picture> PicturesOf(VariantView variant) =>
        variant.PicturePath is { } path ? [.. Pictures.OrderBy(p => p.Path == path ? 0 : 1)] : Pictures;

    private static int Agreement(VariantView one, VariantView other, int except)
    {
        var same = 0;
        for (var i = 0; i < Math.Min(one.Choices.Count, other.Choices.Count); i++)
            if (i != except && one.Choices[i] == other.Choices[i]) same++;
        return same;
    }

    private static readonly Func<ShopDb, string, Task<ProductView?>> Visible = EF.CompileAsyncQuery((ShopDb db, string slug) => db.Products
        .Where(p => p.Slug == slug && p.Status == ProductStatus.Active)
        .Select(p => new ProductView(
            p.Id, p.Slug, p.Name, p.Blurb, p.Description, p.SeoTitle, p.SeoText, p.Pictures, p.Options, p.MainCategoryId,
            p.Brand == null ? null : p.Brand.Name, p.Brand == null ? null : p.Brand.Slug, p.Attributes, p.Related))
        .FirstOrDefault());

    private static readonly Func<ShopDb, long, IAsyncEnumerable<VariantView>> VariantsOf = EF.CompileAsyncQuery((ShopDb db, long product) => db.Variants
        .Where(v => v.ProductId == product).OrderBy(v => v.Position).ThenBy(v => v.Id).Take(MostVariants)
        .Select(v => new VariantView(
            v.Id, v.Sku, v.Choices, v.ChoiceText, v.Price, v.WasPrice, v.PicturePath, v.Stock.OnHand - v.Stock.Reserved, v.Stock.AllowBackorder)));
}
