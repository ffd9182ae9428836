// Unguessable words for links and cookies.
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Makola.Domain;

/// <summary>Secrets that open something by being known: an order's link, a cart's cookie.</summary>
public static class SecretToken
{
    /// <summary>Length of <see cref="New"/> in characters.</summary>
    public const int Length = 27;

    /// <summary>160 random bits as 27 URL-safe characters (OWASP ASVS 5.0, 11.5.1 asks for at least 128).</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(20));

    /// <summary>SHA-256 of a token, URL-safe: what the database keeps where the token itself need not be shown again.</summary>
    public static string Hash(string token) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>True when the text can be a token at all, so that nothing else reaches the database.</summary>
    public static bool LooksRight(string? text) => text is { Length: Length } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
