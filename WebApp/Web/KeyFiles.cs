// The keys that seal cookies and forms, as files that outlive a power cut.
using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Makola.Web;

/// <summary>
/// Keys in a folder. What .NET writes there is a file of nothing when the power goes within the next seconds, and one such file would stop every form of the
/// shop; here a key is on the disk before it is used, and what cannot be read is put aside.
/// </summary>
public sealed class KeyFiles(DirectoryInfo folder, ILoggerFactory logs) : FileSystemXmlRepository(folder, logs)
{
    private readonly ILogger log = logs.CreateLogger<KeyFiles>();

    /// <inheritdoc/>
    public override IReadOnlyCollection<XElement> GetAllElements()
    {
        List<XElement> keys = [];
        foreach (var file in System.IO.Directory.EnumerateFiles(Directory.FullName, "*.xml").Order(StringComparer.Ordinal))
        {
            try
            {
                keys.Add(XElement.Load(file));
            }
            catch (XmlException fault)
            {
                log.LogError("The key {File} cannot be read and was put aside: {Why} Who signed in with it signs in again.", file, fault.Message);
                File.Move(file, file + ".damaged", overwrite: true);
            }
        }

        return keys;
    }

    /// <inheritdoc/>
    public override void StoreElement(XElement element, string friendlyName)
    {
        base.StoreElement(element, friendlyName);
        foreach (var file in System.IO.Directory.EnumerateFiles(Directory.FullName, "*.xml"))
        {
            using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(handle);
        }
    }
}
