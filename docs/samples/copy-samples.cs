#!/usr/bin/env dotnet
#:project ../../src/KubeVirt.Backup/KubeVirt.Backup.csproj
#:property PublishAot=false
// Copies the samples into a folder of your own, where they use the published packages in place of this repository.
using System.CommandLine;
using System.Text.RegularExpressions;
using System.Xml.Linq;

string[] tools = ["System.CommandLine", "Spectre.Console"];
var folder = new Argument<string>("FOLDER") { Description = "Where the samples go; it must be absent or empty." };
var version = new Option<string>("--version")
{
    HelpName = "VERSION",
    Description = "The version of the packages.",
    DefaultValueFactory = _ => "*-*",
};
var command = new RootCommand("Copies the samples, to be run against the packages.") { folder, version };

return await SampleCommand.RunAsync(args, command, async (parsed, cancellationToken) =>
{
    var target = parsed.GetRequiredValue(folder);
    if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
        throw new ArgumentException($"{target} is there already, and not empty. Name another folder.");

    var source = (string)AppContext.GetData("EntryPointFileDirectoryPath")!;
    string[] folders = [source, Path.Combine(source, "shared"), Path.Combine(source, "manifests")];
    foreach (var file in folders.SelectMany(Directory.EnumerateFiles))
    {
        var text = await File.ReadAllTextAsync(file, cancellationToken);
        var isThis = Path.GetFileName(file) == "copy-samples.cs";
        if (!isThis)
            await WriteAsync(Path.GetRelativePath(source, file), UsePackages(text, parsed.GetRequiredValue(version)));
    }

    await WriteAsync("Directory.Build.props", PropsOf(source));
    Console.WriteLine($"dotnet run {Path.Combine(target, "plan.cs")} -- {Path.Combine(target, "manifests")}");
    return 0;

    async Task WriteAsync(string name, string text)
    {
        var file = Path.Combine(target, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await SampleOutput.WriteAsync(file, text, cancellationToken);
    }
});

static string UsePackages(string text, string version) =>
    Regex.Replace(text, @"^#:project .*/([\w.]+)\.csproj", $"#:package $1@{version}", RegexOptions.Multiline);

// What Directory.Build.props and Directory.Packages.props of the repository say of the samples.
string PropsOf(string source)
{
    var packages = XDocument.Load(Path.Combine(source, "..", "..", "Directory.Packages.props"));
    var references = packages
        .Descendants("PackageVersion")
        .Where(package => tools.Contains(package.Attribute("Include")?.Value))
        .Select(package => new XElement("PackageReference", package.Attributes()));
    var shared = new XElement("Compile", new XAttribute("Include", "$(MSBuildThisFileDirectory)shared/*.cs"));

    return new XElement("Project", new XElement("ItemGroup", references, shared)).ToString();
}
