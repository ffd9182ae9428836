// What may be shown of what people typed: nothing that tells who they are or opens a door.
using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Makola.Backstage;

/// <summary>Masks personal data and secrets before they are kept. What is not known to be harmless is masked.</summary>
public static partial class Masks
{
    /// <summary>Ends of names of parameters whose texts say nothing of anybody.</summary>
    private static readonly string[] Harmless = ["slug", "status", "state", "kind", "currency", "culture", "record", "field", "sort", "region", "method", "scope"];

    /// <summary>Most parameters of a command that are shown.</summary>
    private const int MostValues = 40;

    /// <summary>
    /// Parameters of a command as they may be shown, a line each: figures, dates and yes or no as they are, texts by their length unless they are harmless. They are
    /// taken at once, for the command will be used again, and put into words when somebody asks for the text: of most queries nobody does.
    /// </summary>
    public static object Of(DbParameterCollection parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (parameters.Count == 0) return "";
        var taken = new (string Name, object? Value)[Math.Min(parameters.Count, MostValues)];
        for (var i = 0; i < taken.Length; i++) taken[i] = (parameters[i].ParameterName, parameters[i].Value);
        return new Values(taken);
    }

    private sealed class Values((string Name, object? Value)[] taken)
    {
        public override string ToString() => string.Join('\n', taken.Select(one => $"{one.Name} = {Of(one.Name, one.Value)}"));
    }

    /// <summary>One value.</summary>
    public static string Of(string name, object? value) => value switch
    {
        null or DBNull => "NULL",
        string text when text.Length == 0 => "''",
        string text when IsHarmless(name) && text.Length <= 100 => $"'{text}'",
        string text => string.Create(CultureInfo.InvariantCulture, $"‹text, {text.Length}›"),
        byte[] bytes => string.Create(CultureInfo.InvariantCulture, $"‹{bytes.Length} bytes›"),
        IFormattable figure => figure.ToString(null, CultureInfo.InvariantCulture),
        _ => "‹…›",
    };

    /// <summary>
    /// A path as it may be kept: what stands where the route has a token, a secret or a name is masked, and so are the values of a query but for those of lists.
    /// </summary>
    /// <param name="path">As it was asked for.</param>
    /// <param name="route">The page's route; null where no page answered.</param>
    /// <param name="query">As it was asked for, with its question mark.</param>
    public static string Path(string path, string? route, IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> query)
    {
        // Most are plain: nothing asked for, nothing that could be a secret.
        if (path.Length <= 80 && !path.AsSpan().ContainsAnyInRange('A', 'Z') && !query.Any() && route?.Contains("{token", StringComparison.Ordinal) != true && !path.StartsWith("/o/", StringComparison.Ordinal) && !path.StartsWith("/w/", StringComparison.Ordinal)
            && !path.StartsWith("/notify/", StringComparison.Ordinal)) return path;

        var parts = Parts(path);
        if (route is not null)
        {
            var names = route.Trim('/').Split('/');
            for (var i = 0; i < names.Length && i + 1 < parts.Length; i++)
                if (names[i].StartsWith("{token", StringComparison.Ordinal)) parts[i + 1] = "‹secret›";
        }

        var asked = string.Join('&', query.Where(q => IsOfList(q.Key)).Take(8).Select(q => $"{q.Key}={Short(q.Value.ToString())}"));
        if (query.Any(q => !IsOfList(q.Key))) asked += asked.Length > 0 ? "&…" : "…";
        var whole = string.Join('/', parts.Select(Short)) + (asked.Length > 0 ? $"?{asked}" : "");
        return whole.Length > 300 ? whole[..300] + "…" : whole;
    }

    /// <summary>A path without a route to go by (a log's line, where an answer leads to): what is, or looks like, a secret is masked, and so is a query.</summary>
    public static string Address(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return string.Join('/', Parts(path.Split('?')[0]).Select(Short)) + (path.Contains('?', StringComparison.Ordinal) ? "?‹…›" : "");
    }

    /// <summary>A message of an exception, or of a refusal, without what somebody may have typed: texts in quotes, addresses and long figures are masked.</summary>
    public static string Message(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var masked = Mask(message);
        return masked.Length > 300 ? masked[..300] + "…" : masked;
    }

    /// <summary>An exception as it is written to the log: its words and where it came from, without what was typed, line by line.</summary>
    public static string Exception(Exception fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return string.Join('\n', fault.ToString().Split('\n').Select(Mask));
    }

    private static string Mask(string text) => Personal().Replace(text, static found => OfTheDatabase().IsMatch(found.ValueSpan) ? found.Value : "‹…›");

    /// <summary>What SQLite says of itself, in quotes: of the disk, of a lock, of a rule of a table and its columns. Never a value.</summary>
    [GeneratedRegex("^'(database is locked|database table is locked|disk I/O error|database or disk is full|unable to open database file|attempt to write a readonly database|database disk image is malformed|file is not a database|constraint failed|out of memory|interrupted|((UNIQUE|NOT NULL|CHECK|FOREIGN KEY) constraint failed(: [A-Za-z_]+(\\.[A-Za-z_]+)?(, [A-Za-z_]+\\.[A-Za-z_]+)*)?))'$", RegexOptions.NonBacktracking)]
    private static partial Regex OfTheDatabase();

    [GeneratedRegex("""'[^']*'|"[^"]*"|“[^”]*”|\S+@\S+|\+?\d[\d ]{6,}""", RegexOptions.NonBacktracking)] // Linear: a limit of time is hit on a busy machine, and what was to be masked became a 500.
    private static partial Regex Personal();

    /// <summary>The parts of a path; what follows a door's name, or looks like a secret (no address of the shop's own has capitals), is masked.</summary>
    private static string[] Parts(string path)
    {
        var parts = path.Split('/');
        for (var i = 0; i < parts.Length; i++)
            if ((i == 2 && parts[1] is "o" or "w" or "notify" && parts[i].Length > 0) || (parts[i].Length >= 16 && parts[i].Any(char.IsUpper))) parts[i] = "‹secret›";
        return parts;
    }

    private static bool IsHarmless(string name)
    {
        var plain = name.AsSpan().Trim('@').TrimEnd("0123456789_");
        foreach (var end in Harmless)
            if (plain.EndsWith(end, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private static bool IsOfList(string key) => key is "page" or "sort" or "v" or "stock" or "tab" or "handler" or "before" or "show" or "min" or "max";

    private static string Short(string text) => text.Length > 80 ? text[..80] + "…" : text;
}
