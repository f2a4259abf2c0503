using System.Collections.Frozen;

namespace FunctionsPipeline.Articles.Images.Drawings;

/// <summary>The parts of SVG 2 that draw and do nothing else. What is in none of these lists is not published.</summary>
internal static class DrawingRules
{
    public const string Svg = "http://www.w3.org/2000/svg";
    public const string XLink = "http://www.w3.org/1999/xlink";
    public const string Xml = "http://www.w3.org/XML/1998/namespace";
    public const string Html = "http://www.w3.org/1999/xhtml";

    public static readonly FrozenSet<string> Elements = Words(
        """
        svg g defs symbol use title desc path rect circle ellipse line polyline polygon text tspan textPath style
        linearGradient radialGradient stop clipPath mask pattern marker
        filter feGaussianBlur feOffset feMerge feMergeNode feBlend feColorMatrix feFlood feComposite feDropShadow
        feComponentTransfer feFuncR feFuncG feFuncB feFuncA
        """
    );

    /// <summary>Elements whose text is shown, read out or, for a style, read as rules.</summary>
    public static readonly FrozenSet<string> WithText = Words("title desc text tspan textPath style");

    /// <summary>
    /// What makes a drawing a program. Such a drawing is refused as a whole, since its author meant more than a
    /// picture.
    /// </summary>
    public static readonly FrozenSet<string> Refused = Words(
        """
        script handler listener iframe embed object audio video
        animate animateMotion animateTransform animateColor set discard mpath
        """
    );

    /// <summary>Attributes that are no style, by their case in SVG.</summary>
    public static readonly FrozenSet<string> Attributes = Words(
        """
        id class style width height x y x1 y1 x2 y2 cx cy r rx ry fx fy fr dx dy d points pathLength viewBox version
        preserveAspectRatio transform offset gradientUnits gradientTransform spreadMethod patternUnits
        patternContentUnits patternTransform clipPathUnits maskUnits maskContentUnits markerUnits markerWidth
        markerHeight refX refY orient filterUnits primitiveUnits in in2 result stdDeviation mode operator k1 k2 k3 k4
        values type tableValues slope intercept amplitude exponent rotate lengthAdjust textLength startOffset side
        method spacing role aria-label aria-hidden aria-labelledby
        """
    );

    /// <summary>CSS properties, which are attributes, too.</summary>
    public static readonly FrozenSet<string> Properties = Words(
        """
        fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit
        stroke-dasharray stroke-dashoffset opacity color display visibility overflow clip-path clip-rule mask mask-type
        filter marker marker-start marker-mid marker-end stop-color stop-opacity flood-color flood-opacity
        color-interpolation color-interpolation-filters color-rendering shape-rendering text-rendering image-rendering
        vector-effect paint-order font font-family font-size font-style font-variant font-weight font-stretch
        text-anchor text-align text-decoration dominant-baseline alignment-baseline baseline-shift letter-spacing
        word-spacing line-height writing-mode direction unicode-bidi white-space mix-blend-mode isolation
        enable-background transform transform-origin transform-box
        """
    );

    private static FrozenSet<string> Words(string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
