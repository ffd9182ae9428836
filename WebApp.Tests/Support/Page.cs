// An answer of the shop as a customer sees it, and a form on it exactly as a browser would post it.
using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Makola.Tests.Support;

/// <summary>One answer: where the customer ended up, its status, headers and text. The HTML is parsed when first asked for.</summary>
public sealed class Page(Uri address, HttpStatusCode status, HttpResponseMessage headers, byte[] bytes)
{
    private IHtmlDocument? _html;

    /// <summary>The address after all redirects.</summary>
    public Uri Address { get; } = address;

    /// <summary>The status of the last answer.</summary>
    public HttpStatusCode Status { get; } = status;

    /// <summary>The last answer, for its headers; its content is read.</summary>
    public HttpResponseMessage Response { get; } = headers;

    /// <summary>The body as sent after decompression.</summary>
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    /// <summary>The body as text.</summary>
    public string Body { get; } = System.Text.Encoding.UTF8.GetString(bytes);

    /// <summary>The body as a document.</summary>
    public IHtmlDocument Html => _html ??= new HtmlParser().ParseDocument(Body);

    /// <summary>What a reader sees: the text of the main part (or of everything), white space folded.</summary>
    public string Text => Fold((Html.QuerySelector("main") ?? (INode?)Html.Body)?.TextContent);

    /// <summary>Path and query of <see cref="Address"/>.</summary>
    public string Path => Address.PathAndQuery;

    /// <summary>True on the page of an order, found by its secret link.</summary>
    public bool IsOrder => Status == HttpStatusCode.OK && Address.AbsolutePath.StartsWith("/o/", StringComparison.Ordinal);

    /// <summary>Where the answer sends the visitor; null when it is no redirect.</summary>
    public string? SentTo => Response.Headers.Location is { } location ? new Uri(Address, location).PathAndQuery : null;

    /// <summary>True when the answer sends the visitor to an order's page.</summary>
    public bool SentToOrder => SentTo?.StartsWith("/o/", StringComparison.Ordinal) == true;

    /// <summary>The text of the first element that matches, white space folded; a failure names the page when none does.</summary>
    public string TextOf(string selector) => Fold(One(selector).TextContent);

    /// <summary>The first element that matches; a failure names the page when none does.</summary>
    public IElement One(string selector) =>
        Html.QuerySelector(selector) ?? throw Missing($"no element matches \"{selector}\"");

    /// <summary>True when an element matches.</summary>
    public bool Has(string selector) => Html.QuerySelector(selector) is not null;

    /// <summary>The form that matches, filled in as the page shows it.</summary>
    public Form Form(string selector = "main form") =>
        One(selector) as IHtmlFormElement is { } form
            ? new Form(form, Address)
            : throw Missing($"\"{selector}\" is not a form");

    /// <summary>The first form whose resolved action contains the text, filled in as the page shows it.</summary>
    public Form FormTo(string action) =>
        Html.Forms.Select(form => new Form(form, Address)).FirstOrDefault(form => form.Action.PathAndQuery.Contains(action, StringComparison.OrdinalIgnoreCase))
        ?? throw Missing($"no form goes to \"{action}\"; forms: {string.Join(", ", Html.Forms.Select(form => form.GetAttribute("action")))}");

    /// <summary>Fails unless the status is as expected, showing what the page said instead.</summary>
    public Page Expect(HttpStatusCode status) =>
        Status == status ? this : throw Missing($"status {(int)Status} instead of {(int)status}");

    /// <summary>White space folded to single spaces.</summary>
    public static string Fold(string? text) =>
        string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private Xunit.Sdk.XunitException Missing(string what) =>
        new($"{Address.PathAndQuery} ({(int)Status}): {what}. The page says: {(Text.Length > 600 ? Text[..600] + "…" : Text)}");
}

/// <summary>A form's fields as a browser would post them: hidden ones included, unchecked and disabled ones left out.</summary>
public sealed class Form
{
    private readonly List<KeyValuePair<string, string>> _fields = [];
    private readonly List<(string Field, string Name, byte[] Bytes)> _files = [];

    /// <summary>Reads a form out of a page.</summary>
    public Form(IHtmlFormElement form, Uri page)
    {
        Method = form.Method is "post" ? HttpMethod.Post : HttpMethod.Get;
        Action = new Uri(page, form.GetAttribute("action") is { Length: > 0 } action ? action : page.PathAndQuery);
        Multipart = form.Enctype == "multipart/form-data";
        foreach (var control in form.Elements)
        {
            if (control is IHtmlElement element && !IsDisabled(element))
                _fields.AddRange(Values(element));
        }
    }

    /// <summary>GET or POST, as the form says.</summary>
    public HttpMethod Method { get; }

    /// <summary>Where the form goes, absolute.</summary>
    public Uri Action { get; set; }

    /// <summary>True for a form that carries files.</summary>
    public bool Multipart { get; }

    /// <summary>The fields in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields => _fields;

    /// <summary>A field's first value, matched by its name or by the last part of it ("Phone" finds "Form.Phone"); null when absent.</summary>
    public string? this[string name]
    {
        get => _fields.Where(field => IsNamed(field.Key, name)).Select(field => field.Value).FirstOrDefault();
        set => Set(name, value);
    }

    /// <summary>Types into a field (matched as by the indexer). An absent field is added under the given name; null removes it.</summary>
    public Form Set(string name, string? value)
    {
        var at = _fields.FindIndex(field => IsNamed(field.Key, name));
        var key = at < 0 ? name : _fields[at].Key;
        _fields.RemoveAll(field => IsNamed(field.Key, name));
        if (value is not null)
            _fields.Insert(at < 0 ? _fields.Count : at, new(key, value));
        return this;
    }

    /// <summary>Adds a field as it stands, beside any of the same name.</summary>
    public Form Add(string name, string value)
    {
        _fields.Add(new(name, value));
        return this;
    }

    /// <summary>Chooses a file, beside others of the same field; what it is called is no promise of what it is.</summary>
    public Form Attach(string field, string name, byte[] bytes)
    {
        _files.Add((field, name, bytes));
        return this;
    }

    /// <summary>A second copy, to post again or changed.</summary>
    public Form Copy() => new(this);

    /// <summary>The body a browser would send.</summary>
    public HttpContent Content()
    {
        if (!Multipart)
            return new FormUrlEncodedContent(_fields);

        var content = new MultipartFormDataContent();
        foreach (var (name, value) in _fields)
            content.Add(new StringContent(value), '"' + name + '"');
        foreach (var (field, name, bytes) in _files)
            content.Add(new ByteArrayContent(bytes) { Headers = { ContentType = new("text/html") } }, field, name);
        return content;
    }

    private Form(Form form)
    {
        (Method, Action, Multipart) = (form.Method, form.Action, form.Multipart);
        _fields.AddRange(form._fields);
        _files.AddRange(form._files);
    }

    private static bool IsNamed(string key, string name) =>
        key.Equals(name, StringComparison.OrdinalIgnoreCase) || key.EndsWith("." + name, StringComparison.OrdinalIgnoreCase);

    private static bool IsDisabled(IHtmlElement control) =>
        control.HasAttribute("disabled") || control.Closest("fieldset[disabled]") is not null;

    private static IEnumerable<KeyValuePair<string, string>> Values(IHtmlElement control)
    {
        if (control.GetAttribute("name") is not { Length: > 0 } name)
            return [];

        return control switch
        {
            IHtmlInputElement { Type: "submit" or "image" or "button" or "reset" or "file" } => [],
            IHtmlInputElement { Type: "checkbox" or "radio" } box => box.IsChecked ? [new(name, box.GetAttribute("value") ?? "on")] : [],
            IHtmlInputElement input => [new(name, input.Value)],
            IHtmlSelectElement select => select.Options.Where(option => option.IsSelected).Select(option => KeyValuePair.Create(name, option.Value)),
            IHtmlTextAreaElement area => [new(name, area.Value)],
            _ => [],
        };
    }
}
