// Search as customers type: unfinished, misspelt, in the plural, by SKU; and as vandals type.
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Makola.Data.Sqlite;
using Makola.Domain.Catalogue.Import;
using Microsoft.EntityFrameworkCore;

namespace Makola.Tests.Domain.Catalogue;

/// <summary>The sample exports and some hundred other goods.</summary>
public sealed class SearchedShop : IAsyncLifetime
{
    /// <summary>The shop.</summary>
    public CatalogueShop Shop { get; } = new();

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await Shop.InitializeAsync();
        await Shop.ImportAsync(CatalogueShop.Sample("apparel.csv"));
        await Shop.ImportAsync(CatalogueShop.Sample("jewelery.csv"));
        var csv = new StringBuilder("Handle,Title,Body (HTML),Variant Price,Published,Variant SKU,Type\n");
        csv.Append("kente,Kente cloth from Bonwire,<p>Hand woven</p>,300,true,KT-4711-RED,Crafts\n");
        csv.Append("cafe,Café au lait,Ɛyɛ dɛ,9,true,COFFEE500G,Pantry\n");
        csv.Append("secret,Secret kente draft,not yet,9,false,SECRET-1,Pantry\n");
        for (var i = 0; i < 300; i++)
            csv.Append(CultureInfo.InvariantCulture, $"thing-{i},Thing number {i},Some kente here and there,{i + 1},true,,Things\n");
        Assert.Empty((await Shop.ImportAsync(csv.ToString())).Faults);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Shop.DisposeAsync();
}

public sealed class ProductSearchTests(SearchedShop searched) : IClassFixture<SearchedShop>
{
    [Theory]
    [InlineData("ocean blue shirt", "ocean-blue-shirt")]
    [InlineData("OCEAN  BLUE", "ocean-blue-shirt")]
    [InlineData("varsi", "classic-varsity-top")]
    [InlineData("gemstones", "gemstone")]
    [InlineData("kente", "kente")]
    [InlineData("bonwire kente cloths", "kente")]
    [InlineData("cafe", "cafe")]
    [InlineData("CAFÉ", "cafe")]
    [InlineData("ɛyɛ dɛ", "cafe")]
    [InlineData("KT-4711-RED", "kente")]
    [InlineData("kt4711red", "kente")]
    [InlineData("4711", "kente")]
    [InlineData("coffee500g", "cafe")]
    [InlineData("500", "cafe")]
    [InlineData("CLASSIC-VARSITY-TOP-S", "classic-varsity-top")]
    [InlineData("the cloth of bonwire", "kente")]
    [InlineData("secret", null)]
    public async Task Goods_are_found_by_name_description_and_sku(string typed, string? slug)
    {
        var page = await FindAsync(typed);
        Assert.Equal(slug, page.Goods.Cards.Select(card => card.Slug).FirstOrDefault());
        Assert.Null(page.Corrected);
    }

    [Theory]
    [InlineData("necklase", "necklace")]
    [InlineData("braclet", "bracelet")]
    [InlineData("earings", "earrings")]
    [InlineData("jaket", "jacket")]
    [InlineData("shrit", "shirt")]
    [InlineData("xhirt", "shirt")]
    [InlineData("turqoise neklace", "turquoise necklace")]
    [InlineData("ocaen blue shirt", "ocean blue shirt")]
    public async Task A_misspelt_word_still_finds(string typed, string meant)
    {
        var page = await FindAsync(typed);
        Assert.Equal((meant, false), (page.Corrected, page.AnyWord));
        Assert.Equal((await FindAsync(meant)).Goods.Cards.Select(card => card.Id), page.Goods.Cards.Select(card => card.Id));
        Assert.NotEmpty(page.Goods.Cards);
    }

    [Fact]
    public async Task When_no_product_has_all_words_those_with_some_are_shown()
    {
        var page = await FindAsync("leather bicycle");
        Assert.True(page.AnyWord);
        Assert.Contains(page.Goods.Cards, card => card.Slug == "classic-leather-jacket");
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("🧺")]
    [InlineData("zzzzqqqqxxxx")]
    public async Task Nothing_is_found_where_nothing_is(string typed)
    {
        var page = await FindAsync(typed);
        Assert.Equal((0, 0, null, false), (page.Goods.Total, page.Goods.Cards.Count, page.Corrected, page.AnyWord));
    }

    [Fact]
    public async Task The_name_counts_more_than_the_description()
    {
        var page = await FindAsync("kente");
        Assert.Equal("kente", page.Goods.Cards[0].Slug);
        Assert.Equal((301, 13), (page.Goods.Total, page.Goods.Pages));
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_repeat()
    {
        var seen = new List<long>();
        for (var page = 1; page <= 13; page++)
            seen.AddRange((await FindAsync("kente", new ListingFilter { Page = page })).Goods.Cards.Select(card => card.Id));
        Assert.Equal(301, seen.Distinct().Count());
        Assert.Equal(301, seen.Count);
        Assert.Empty((await FindAsync("kente", new ListingFilter { Page = 14 })).Goods.Cards);
    }

    [Fact]
    public async Task What_is_found_can_be_narrowed_and_sorted()
    {
        var cheap = await FindAsync("kente", new ListingFilter { Max = 1000, Sort = Sort.PriceDown });
        Assert.Equal(10, cheap.Goods.Total);
        Assert.Equal(cheap.Goods.Cards.Select(card => card.PriceFrom).OrderDescending(), cheap.Goods.Cards.Select(card => card.PriceFrom));

        var dear = await FindAsync("kente", new ListingFilter { Min = 30_000 });
        Assert.Equal("kente", dear.Goods.Cards.Single(card => card.PriceFrom == 30_000 && card.Slug == "kente").Slug);

        var blue = await FindAsync("bracelet", new ListingFilter { Options = new Dictionary<string, IReadOnlyList<string>> { ["Color"] = ["Blue"] } });
        Assert.Equal(["chain-bracelet"], blue.Goods.Cards.Select(card => card.Slug));
    }

    [Fact]
    public async Task Suggestions_are_a_few_goods_and_the_categories_of_that_name()
    {
        var tree = await searched.Shop.AskAsync(db => CategoryTree.LoadAsync(db, default));
        Task<Suggestions> Suggest(string typed) => searched.Shop.AskAsync(db => ProductSearch.SuggestAsync(db, tree, typed, default));

        var neck = await Suggest("neck");
        Assert.Equal((6, "Necklace"), (neck.Goods.Count, neck.Categories.Single().Name));
        Assert.Equal("Necklace", (await Suggest("neklace")).Categories.Single().Name);
        var one = await Suggest("n");
        Assert.Equal((0, 0), (one.Goods.Count, one.Categories.Count));
    }

    [Fact]
    public async Task The_index_follows_the_goods_and_can_be_made_anew()
    {
        await using var own = new CatalogueShop();
        await own.InitializeAsync();
        async Task<string?> First(string typed) => (await own.AskAsync(db => ProductSearch.FindAsync(db, typed, new ListingFilter(), default))).Goods.Cards.Select(card => card.Slug).FirstOrDefault();
        await own.ImportAsync("Handle,Title,Variant Price,Published\nbowl,Wooden bowl,5,true");
        Assert.Equal("bowl", await First("wooden"));

        await own.ImportAsync("Handle,Title,Variant Price,Published\nbowl,Clay bowl,5,true");
        Assert.Equal((null, "bowl"), (await First("wooden"), await First("clay")));

        await own.ImportAsync("Handle,Title,Variant Price,Published\nbowl,Clay bowl,5,false");
        Assert.Null(await First("clay"));

        await using var db = own.NewDb();
        await db.Products.ExecuteUpdateAsync(set => set.SetProperty(p => p.Status, ProductStatus.Active));
        await db.WriteAsync(() => ProductSearch.IndexAsync(db, null, default));
        Assert.Equal("bowl", await First("clay"));
    }

    /// <summary>AV02, AV03, IO14: whatever is typed, an answer in moments and never an error of FTS5 or SQL.</summary>
    [Theory]
    [MemberData(nameof(Nasty))]
    public async Task Nothing_that_can_be_typed_breaks_the_search(string typed)
    {
        var watch = Stopwatch.StartNew();
        var page = await FindAsync(typed);
        await searched.Shop.AskAsync(db => ProductSearch.SuggestAsync(db, new CategoryTree(), typed, default));
        Assert.InRange(page.Goods.Cards.Count, 0, Listing.PageSize);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30)); // An answer, not a hang; how fast is the load command's to say.
    }

    public static TheoryData<string> Nasty { get; } = new(
        new string('a', 500), string.Join(' ', Enumerable.Range(0, 200).Select(i => $"word{i}")), "* * *", "***", "the of and in", "a" + new string('\u0301', 5_000),
        "\"unbalanced", "((a", "a))", "a AND", "OR", "NOT a", "NEAR(a b, 5)", "a NEAR b", "name:a", "{name words}: a", "^a", "a*", "a + b", "-a", "col : \"x\"",
        "%", "_", "'", "\\", "\0", "a\0b", "'; DROP TABLE Products; --", "\uD800", "a\uDC00b", "\uFFFD\uFFFF", new string('a', 100_000) + "!", "a.a.a.a.a@",
        "👩🏾‍🌾", "مرحبا", "שלום", "ﷺ", "ß", "İstanbul", "ǅ", "１２３", "½", "𝒜𝓃𝒾", "ﬁsh", "\u202Eabc", "\u200B", "{{7*7}}", "<script>alert(1)</script>");

    /// <summary>Every character up to the Arabic ones, as a word and inside a word; then one in fifty.</summary>
    [Fact]
    public async Task No_character_is_syntax()
    {
        var typed = new StringBuilder();
        for (var c = 0; c < 0xFFFF; c += c < 0x700 ? 1 : 50)
        {
            typed.Append(CultureInfo.InvariantCulture, $"{(char)c} x{(char)c}y ");
            if (typed.Length > 85)
            {
                await FindAsync(typed.ToString());
                typed.Clear();
            }
        }
    }

    [Theory]
    [InlineData("kente", "kente", 0)]
    [InlineData("kente", "knete", 1)]
    [InlineData("kente", "kent", 1)]
    [InlineData("kente", "kentes", 1)]
    [InlineData("kente", "kante", 1)]
    [InlineData("necklace", "neclkase", 2)]
    [InlineData("abc", "cab", 2)]
    [InlineData("kente", "basket", 3)]
    public void A_slip_is_a_letter_wrong_missing_too_many_or_swapped(string one, string other, int slips)
    {
        Assert.Equal(slips, SearchWords.Distance(one, other, 2));
        Assert.Equal(slips, SearchWords.Distance(other, one, 2));
    }

    private Task<SearchPage> FindAsync(string typed, ListingFilter? filter = null) =>
        searched.Shop.AskAsync(db => ProductSearch.FindAsync(db, typed, filter ?? new ListingFilter(), default));
}
