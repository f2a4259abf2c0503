using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace FunctionsPipeline.Functions.Tests.Architecture;

/// <summary>What a compiled assembly refers to, read from its metadata: what the compiler saw, not what a text search finds.</summary>
internal sealed class AssemblyFacts : IDisposable
{
    private readonly PEReader _file;
    private readonly MetadataReader _metadata;

    public AssemblyFacts(string name)
    {
        Name = name;
        _file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, name + ".dll")));
        _metadata = _file.GetMetadataReader();
    }

    public string Name { get; }

    /// <summary>Simple names of the assemblies that it refers to.</summary>
    public IReadOnlySet<string> References
        => _metadata.AssemblyReferences.Select(h => _metadata.GetString(_metadata.GetAssemblyReference(h).Name)).ToHashSet(StringComparer.Ordinal);

    /// <summary>Full names of the types that it uses from other assemblies.</summary>
    public IReadOnlySet<string> UsedTypes
        => _metadata.TypeReferences.Select(h => FullName(_metadata.GetTypeReference(h))).ToHashSet(StringComparer.Ordinal);

    /// <summary>Type and member (properties without <c>get_</c> and <c>set_</c>) used from other assemblies.</summary>
    public IEnumerable<(string Type, string Member)> UsedMembers
        => from handle in _metadata.MemberReferences
           let member = _metadata.GetMemberReference(handle)
           where member.Parent.Kind == HandleKind.TypeReference
           select (FullName(_metadata.GetTypeReference((TypeReferenceHandle)member.Parent)), Plain(_metadata.GetString(member.Name)));

    /// <summary>Full names of the types that it defines and shows.</summary>
    public IEnumerable<string> PublicTypes
        => from handle in _metadata.TypeDefinitions
           let type = _metadata.GetTypeDefinition(handle)
           where (type.Attributes & System.Reflection.TypeAttributes.VisibilityMask) == System.Reflection.TypeAttributes.Public
           select $"{_metadata.GetString(type.Namespace)}.{_metadata.GetString(type.Name)}";

    public void Dispose() => _file.Dispose();

    private string FullName(TypeReference type) => $"{_metadata.GetString(type.Namespace)}.{_metadata.GetString(type.Name)}";

    private static string Plain(string member)
        => member.StartsWith("get_", StringComparison.Ordinal) || member.StartsWith("set_", StringComparison.Ordinal) ? member[4..] : member;
}
