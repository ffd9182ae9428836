// <office-field for="Send.Carrier" label="Carried by" more="optional" />: label, control, error and note of one field, wired for
// screen readers, with what was typed kept when the form comes back.
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Makola.Pages.Office;

/// <summary>One field of an office form. Its id is the field's name with underscores, so an error summary can link to it.</summary>
[HtmlTargetElement("office-field", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class OfficeFieldTagHelper : TagHelper
{
    /// <summary>The property.</summary>
    public required ModelExpression For { get; set; }

    /// <summary>What it is called.</summary>
    public required string Label { get; set; }

    /// <summary>A quiet word after the label, such as "optional".</summary>
    public string? More { get; set; }

    /// <summary>A line under the control.</summary>
    public string? Note { get; set; }

    /// <summary>The input's type; text by default.</summary>
    public string Type { get; set; } = "text";

    /// <summary>Which keyboard a phone shows.</summary>
    public string? Inputmode { get; set; }

    /// <summary>What the browser may fill in; off by default, as staff type about others.</summary>
    public string Autocomplete { get; set; } = "off";

    /// <summary>Most characters.</summary>
    public int? Maxlength { get; set; }

    /// <summary>Whether the browser insists on it.</summary>
    public bool Required { get; set; }

    /// <summary>A unit in front of the figure, such as GH₵.</summary>
    public string? Unit { get; set; }

    /// <summary>Rows of a text box; 0 for one line.</summary>
    public int Rows { get; set; }

    /// <summary>Choices of a list; makes it a select.</summary>
    public IEnumerable<SelectListItem>? Items { get; set; }

    /// <summary>Id of a datalist that offers words.</summary>
    public string? List { get; set; }

    /// <summary>The view it is in.</summary>
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var name = View.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        var id = IdOf(name);
        View.ModelState.TryGetValue(name, out var entry);
        var error = entry?.Errors.FirstOrDefault()?.ErrorMessage;
        var value = Type == "password" ? null : entry?.AttemptedValue ?? For.Model?.ToString();

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.Add("class", "field");
        var label = new TagBuilder("label") { Attributes = { ["class"] = "field-label", ["for"] = id } };
        label.InnerHtml.Append(Label);
        if (More is not null)
        {
            label.InnerHtml.Append(" ");
            label.InnerHtml.AppendHtml(Text("span", "field-more", More));
        }

        output.Content.AppendHtml(label);
        output.Content.AppendHtml(InUnit(Control(name, id, value, error)));
        if (error is not null) output.Content.AppendHtml(Text("p", "field-error", error, $"{id}-error"));
        if (Note is not null) output.Content.AppendHtml(Text("p", "field-note", Note, $"{id}-note"));
    }

    /// <summary>The id of the control with this name.</summary>
    public static string IdOf(string name) => TagBuilder.CreateSanitizedId(name, "_");

    private TagBuilder Control(string name, string id, string? value, string? error)
    {
        var control = new TagBuilder(Items is not null ? "select" : Rows > 0 ? "textarea" : "input");
        control.Attributes["class"] = "input";
        control.Attributes["id"] = id;
        control.Attributes["name"] = name;
        if (Required) control.Attributes["required"] = "";
        if (Maxlength is { } most) control.Attributes["maxlength"] = most.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (error is not null) control.Attributes["aria-invalid"] = "true";
        if (error is not null || Note is not null)
            control.Attributes["aria-describedby"] = string.Join(' ', new[] { error is null ? null : $"{id}-error", Note is null ? null : $"{id}-note" }.Where(i => i is not null));

        if (Items is not null)
        {
            foreach (var item in Items)
            {
                var option = new TagBuilder("option") { Attributes = { ["value"] = item.Value ?? item.Text } };
                if ((item.Value ?? item.Text) == value) option.Attributes["selected"] = "";
                option.InnerHtml.Append(item.Text);
                control.InnerHtml.AppendHtml(option);
            }
        }
        else if (Rows > 0)
        {
            control.Attributes["rows"] = Rows.ToString(System.Globalization.CultureInfo.InvariantCulture);
            control.InnerHtml.Append("\n").Append(value ?? "");
        }
        else
        {
            control.TagRenderMode = TagRenderMode.SelfClosing;
            control.Attributes["type"] = Type;
            control.Attributes["autocomplete"] = Autocomplete;
            if (Inputmode is not null) control.Attributes["inputmode"] = Inputmode;
            if (List is not null) control.Attributes["list"] = List;
            if (value is not null) control.Attributes["value"] = value;
        }

        return control;
    }

    private TagBuilder InUnit(TagBuilder control)
    {
        if (Unit is null) return control;
        var box = new TagBuilder("span") { Attributes = { ["class"] = "input-money" } };
        box.InnerHtml.AppendHtml(Text("span", "input-unit", Unit)).AppendHtml(control);
        return box;
    }

    private static TagBuilder Text(string tag, string css, string text, string? id = null)
    {
        var element = new TagBuilder(tag) { Attributes = { ["class"] = css } };
        if (id is not null) element.Attributes["id"] = id;
        element.InnerHtml.Append(text);
        return element;
    }
}
