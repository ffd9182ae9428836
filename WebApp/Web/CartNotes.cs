// What the cart's page says once, after goods were put in on the visitor's behalf.
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.Extensions.Localization;

namespace Makola.Web;

/// <summary>Sentences kept for the next visit of the cart's page.</summary>
public static class CartNotes
{
    private const string Key = "CartNotes";

    /// <summary>Most sentences that are kept: they travel in a cookie.</summary>
    private const int Most = 12;

    /// <summary>Keeps them, in the visitor's language.</summary>
    public static void Tell(HttpContext http, IReadOnlyList<CartNote> notes)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (notes.Count == 0) return;
        var texts = http.RequestServices.GetRequiredService<IStringLocalizer<Texts>>();
        var kept = Of(http);
        kept[Key] = notes.Take(Most).Select(n => texts[n.Text, n.Values].Value).ToArray();
        kept.Save();
    }

    /// <summary>Takes them out.</summary>
    public static IReadOnlyList<string> Take(HttpContext http) => Of(http)[Key] as string[] ?? [];

    private static ITempDataDictionary Of(HttpContext http) => http.RequestServices.GetRequiredService<ITempDataDictionaryFactory>().GetTempData(http);
}
