namespace FunctionsPipeline.Articles.Images;

/// <summary>The second byte of a JPEG marker (ITU-T T.81, table B.1).</summary>
internal static class JpegMarker
{
    public const byte Soi = 0xD8;
    public const byte Eoi = 0xD9;
    public const byte Sos = 0xDA;
    public const byte App0 = 0xE0;
    public const byte App1 = 0xE1;
    public const byte App2 = 0xE2;
    public const byte App14 = 0xEE;
    public const byte App15 = 0xEF;
    public const byte Comment = 0xFE;

    /// <summary>Start of frame: holds the dimensions. C4, C8 and CC lie in the range but mean other things.</summary>
    public static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    /// <summary>Markers without a length and a body.</summary>
    public static bool IsBare(byte marker) => marker is 0x01 or (>= 0xD0 and <= 0xD9);

    public static bool IsRestart(byte marker) => marker is >= 0xD0 and <= 0xD7;
}
