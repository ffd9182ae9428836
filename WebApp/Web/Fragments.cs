// Pieces of pages that come out the same again and again: made once, sent many times.
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace Makola.Web;

/// <summary>
/// Keeps rendered pieces by all that they are made of: a price that changes makes another key, so nothing kept can be out of date. What is shown is still read anew for
/// each page; only the same words are not put together, and encoded, twice.
/// </summary>
public sealed class Fragments
{
    /// <summary>Most characters kept, of two bytes each: a card has some six hundred, a list of 24 goods fifteen thousand. When there are more, all are let go and the busy ones come back.</summary>
    private const int Most = 2_000_000;

    private readonly ConcurrentDictionary<(object Of, string Language), HtmlString> kept = new();
    private int characters;

    /// <summary>Lets go of all pieces when staff changed goods or settings: most will not be asked for again.</summary>
    public Fragments(ChangeFeed feed) => feed.Happened += changes =>
    {
        if (changes.Any(change => change.IsOfCopies)) LetGo();
    };

    /// <summary>The piece made of this, in the visitor's language: a template, for what a page has many of.</summary>
    /// <typeparam name="T">A record of everything the piece shows, so that equal ones look the same.</typeparam>
    /// <param name="of">What it is made of.</param>
    /// <param name="make">Makes it. Must use nothing but what it is given, the language, and what never changes while the shop runs.</param>
    public IHtmlContent Of<T>(T of, Func<T, IHtmlContent> make) where T : class, IEquatable<T>
    {
        ArgumentNullException.ThrowIfNull(make);
        return Find(of) ?? Keep(of, make(of));
    }

    /// <inheritdoc cref="Of{T}"/>
    /// <summary>The piece made of this, in the visitor's language: a partial page.</summary>
    public async ValueTask<IHtmlContent> OfAsync<T>(T of, Func<T, Task<IHtmlContent>> make) where T : class, IEquatable<T>
    {
        ArgumentNullException.ThrowIfNull(make);
        return Find(of) ?? Keep(of, await make(of));
    }

    private HtmlString? Find(object of) => kept.GetValueOrDefault((of, CultureInfo.CurrentUICulture.Name));

    private HtmlString Keep(object of, IHtmlContent made)
    {
        using var html = new StringWriter(CultureInfo.InvariantCulture);
        made.WriteTo(html, HtmlEncoder.Default);
        var piece = new HtmlString(html.ToString());
        if (Interlocked.Add(ref characters, piece.Value!.Length) > Most) LetGo();
        return kept[(of, CultureInfo.CurrentUICulture.Name)] = piece;
    }

    private void LetGo()
    {
        kept.Clear();
        characters = 0;
    }
}

/// <summary>Everything the card of a product shows.</summary>
/// <param name="Card">The product.</param>
/// <param name="IsInView">Whether its picture is seen without scrolling, and so fetched at once.</param>
/// <param name="Currency">ISO 4217 code of its prices.</param>
public sealed record CardFace(ProductCard Card, bool IsInView, string Currency)
{
    /// <summary>Of what tells cards apart in practice: all texts of all cards would be gone through for each page.</summary>
    public override int GetHashCode() => HashCode.Combine(Card.Id, Card.PriceFrom, IsInView);
}

/// <summary>Everything the foot of a page shows.</summary>
/// <param name="Settings">The shop's settings; another object when they change.</param>
/// <param name="Front">The shop's menus; another object when they change.</param>
/// <param name="IsIn">Whether the visitor is signed in.</param>
public sealed record PageFoot(ShopSettings Settings, Front Front, bool IsIn);

/// <summary>Everything a category's page shows below the header.</summary>
/// <param name="Shelf">The category.</param>
/// <param name="List">Its goods, and what was asked of them.</param>
/// <param name="Tree">The categories; another object when they change.</param>
/// <param name="Settings">The shop's settings; another object when they change.</param>
public sealed record ShelfFace(Shelf Shelf, Pages.Shared.ListingView List, CategoryTree Tree, ShopSettings Settings)
{
    /// <summary>Of the list alone: its address begins with the category's.</summary>
    public override int GetHashCode() => List.GetHashCode();
}

/// <summary>The way down to a category, for search engines.</summary>
/// <param name="Shelf">The category.</param>
/// <param name="Home">Absolute address of the home page.</param>
public sealed record ShelfCrumbs(Shelf Shelf, string Home);
