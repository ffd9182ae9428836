// Phones as Ghana writes them, kept as the world does.
namespace Makola.Domain.Settings;

/// <summary>A phone number in E.164. National Ghanaian forms are read as +233; other countries need their code.</summary>
public static class PhoneNumber
{
    /// <summary>
    /// Reads <c>024 812 4490</c>, <c>0248124490</c>, <c>+233 24 812 4490</c>, <c>00233…</c>, <c>233…</c> or any <c>+</c> number of 8 to 15
    /// digits (ITU-T E.164). Spaces, dashes, dots and brackets do not matter. Networks are never guessed or refused by prefix: numbers are portable.
    /// </summary>
    /// <returns>The number as <c>+233248124490</c>, or null when it is none.</returns>
    public static string? Read(string? text)
    {
        if (text is null or { Length: > 40 }) return null;
        Span<char> digits = stackalloc char[40];
        var n = 0;
        var plus = false;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c)) digits[n++] = c;
            else if (c == '+' && n == 0 && !plus) plus = true;
            else if (c is not (' ' or '-' or '.' or '(' or ')' or '/' or '\u00a0')) return null;
        }

        var number = digits[..n];
        if (!plus && number.StartsWith("00"))
        {
            number = number[2..];
            plus = true;
        }

        if (plus || number is ['2', '3', '3', ..] && number.Length == 12)
            return number.StartsWith("233") && number.Length != 12 || number.Length is < 8 or > 15 || number[0] == '0' ? null : $"+{number}";
        return number is ['0', not '0', ..] && number.Length == 10 ? $"+233{number[1..]}" : null;
    }

    /// <summary>As people read it: <c>024 812 4490</c> for Ghana, the international form elsewhere.</summary>
    public static string Show(string? e164) => e164 is { Length: 13 } && e164.StartsWith("+233", StringComparison.Ordinal)
        ? $"0{e164[4..6]} {e164[6..9]} {e164[9..]}"
        : e164 ?? "";
}
