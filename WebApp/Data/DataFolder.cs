// Where the shop's own things lie.
namespace Makola.Data;

/// <summary>The one folder in which everything the shop owns lies: database, pictures, keys; backups unless told otherwise.</summary>
/// <param name="Path">Absolute.</param>
public sealed record DataFolder(string Path);
