// Money and time as customers read them.
using System.Globalization;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace Makola.Web;

/// <summary><c>&lt;money amount="line.Total" /&gt;</c>: an amount in the shop's currency, which never wraps.</summary>
[HtmlTargetElement("money", TagStructure = TagStructure.WithoutEndTag)]
public sealed class MoneyTagHelper(CurrentShop shop) : TagHelper
{
    /// <summary>Minor units.</summary>
    public long Amount { get; set; }

    /// <summary>ISO code when it is not the shop's own.</summary>
    public string? Currency { get; set; }

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "money");
        output.Content.SetContent(new Money(Amount, Currency ?? shop.Settings.Currency).ToString());
    }
}

/// <summary><c>&lt;time-ago at="order.PlacedAt" /&gt;</c>: relative when recent, a date when not; exact, in the shop's zone, on hover.</summary>
[HtmlTargetElement("time-ago", TagStructure = TagStructure.WithoutEndTag)]
public sealed class TimeAgoTagHelper(CurrentShop shop, IStringLocalizer<Texts> texts) : TagHelper
{
    /// <summary>The moment.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>True for day and time instead of "2 h ago".</summary>
    public bool Exact { get; set; }

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var local = TimeZoneInfo.ConvertTime(At, shop.Settings.Zone());
        var exact = local.ToString("d MMM yyyy, HH:mm", CultureInfo.CurrentUICulture);
        output.TagName = "time";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("datetime", At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        output.Attributes.SetAttribute("title", exact);
        output.Content.SetContent(Exact ? exact : Ago(shop.Now - At, local));
    }

    private string Ago(TimeSpan ago, DateTimeOffset local) => ago.TotalMinutes switch
    {
        < 1 => texts["just now"],
        < 60 => texts["{0} min ago", (int)ago.TotalMinutes],
        < 24 * 60 => texts["{0} h ago", (int)ago.TotalHours],
        < 48 * 60 => texts["yesterday"],
        _ => local.ToString(ago.TotalDays < 300 ? "d MMM" : "d MMM yyyy", CultureInfo.CurrentUICulture),
    };
}
