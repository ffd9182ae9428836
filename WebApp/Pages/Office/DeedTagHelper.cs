// <deed name="Pack"> … </deed>: a form that does one thing to the order on this page. It posts to the page's handler of that name, carries
// the order's version and an antiforgery token, and where there is script its answer replaces the order in place.
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Makola.Pages.Office;

/// <summary>A form for one deed.</summary>
[HtmlTargetElement("deed")]
public sealed class DeedTagHelper(IHtmlGenerator html) : TagHelper
{
    /// <summary>The page handler: Pack, Send …</summary>
    public required string Name { get; set; }

    /// <summary>Version of what was shown: the deed is refused when it has changed since.</summary>
    public required int Version { get; set; }

    /// <summary>The view it is in.</summary>
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var request = View.HttpContext.Request;
        var action = $"{request.PathBase}{request.Path}?handler={Name}";
        output.TagName = "form";
        output.Attributes.SetAttribute("method", "post");
        output.Attributes.SetAttribute("action", action);
        output.Attributes.SetAttribute("novalidate", null);
        output.Attributes.SetAttribute("hx-post", action);
        output.Attributes.SetAttribute("hx-target", "#order");
        output.Attributes.SetAttribute("hx-swap", "outerHTML");
        output.Attributes.SetAttribute("hx-disable", "find button");
        output.PostContent.AppendHtml(new TagBuilder("input")
        {
            TagRenderMode = TagRenderMode.SelfClosing,
            Attributes = { ["type"] = "hidden", ["name"] = "version", ["value"] = Version.ToString(System.Globalization.CultureInfo.InvariantCulture) },
        });
        if (html.GenerateAntiforgery(View) is { } token) output.PostContent.AppendHtml(token);
    }
}
