using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Shouldly;

namespace KubeVirt.Backup.Samples;

/// <summary>
/// A program that somebody pasted out of a page: compiled as it stands, with what a console project imports by itself,
/// and run in a process of its own.
/// </summary>
internal sealed class SnippetProgram : IDisposable
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly string Tests = typeof(SnippetProgram).Assembly.GetName().Name!;

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(file => MetadataReference.CreateFromFile(file)),
    ];

    private readonly string _file;

    private SnippetProgram(string file) => _file = file;

    /// <summary>A program as a console project compiles it, with all that these tests refer to at hand.</summary>
    public static CSharpCompilation CompilationOf(string name, string code) =>
        CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(Usings), CSharpSyntaxTree.ParseText(code)],
            References,
            new CSharpCompilationOptions(
                OutputKind.ConsoleApplication,
                nullableContextOptions: NullableContextOptions.Enable
            )
        );

    /// <summary>Compiles a program, or fails with what is wrong with it.</summary>
    public static SnippetProgram Compile(string code)
    {
        var name = $"snippet-{Guid.NewGuid():N}";
        var compilation = CompilationOf(name, code);
        // Beside the packages that it uses, which is where the host looks for them.
        var program = new SnippetProgram(Path.Combine(AppContext.BaseDirectory, $"{name}.dll"));
        using (var file = File.Create(program._file))
        {
            var result = compilation.Emit(file);
            // A warning in an example is one in the code of whoever pastes it.
            var problems = result.Diagnostics.Where(found => found.Severity >= DiagnosticSeverity.Warning).ToList();
            if (problems.Count == 0)
                return program;

            problems.Select(found => found.ToString()).ShouldBeEmpty(code);
        }

        return program;
    }

    /// <summary>Runs it from the root of the repository, where the paths in it lead to something.</summary>
    public Task<SampleRun> RunAsync(IReadOnlyDictionary<string, string> environment) =>
        ProcessRun.RunAsync(
            Repository.Root,
            environment,
            "dotnet",
            "exec",
            "--depsfile",
            Beside($"{Tests}.deps.json"),
            "--runtimeconfig",
            Beside($"{Tests}.runtimeconfig.json"),
            _file
        );

    /// <inheritdoc/>
    public void Dispose() => File.Delete(_file);

    private static string Beside(string file) => Path.Combine(AppContext.BaseDirectory, file);
}
