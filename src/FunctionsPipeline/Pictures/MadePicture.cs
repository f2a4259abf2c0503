using FunctionsPipeline.Articles.Images;

namespace FunctionsPipeline.Pictures;

/// <summary>What was made of one picture.</summary>
/// <param name="Forms">Smaller forms, the smallest first; empty if the picture is best shown as it is.</param>
/// <param name="Colour">The colour that most of it has, as <c>#rrggbb</c>; null if one can see through it.</param>
/// <param name="Fault">Why nothing was made and the picture should not be shown; null for none.</param>
public sealed record MadePicture(IReadOnlyList<PictureForm> Forms, string? Colour = null, PictureFault? Fault = null)
{
    /// <summary>It is shown as it is.</summary>
    public static MadePicture AsItIs { get; } = new([]);

    public static MadePicture Refused(PictureFault fault) => new([], null, fault);
}

/// <summary>A picture in another size or format: upright, in sRGB, without metadata.</summary>
/// <param name="Width">In pixels.</param>
public sealed record PictureForm(int Width, ImageFormat Format, ReadOnlyMemory<byte> Content);

/// <summary>Why a picture is not shown.</summary>
public enum PictureFault
{
    /// <summary>The file breaks off, or what is in it makes no sense.</summary>
    Damaged,

    /// <summary>It would take more memory than there is.</summary>
    TooLarge,

    /// <summary>It is built to take longer than any picture should.</summary>
    TooComplex,
}
