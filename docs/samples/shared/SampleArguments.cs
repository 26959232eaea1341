using System.CommandLine;

/// <summary>Arguments and options that several samples have.</summary>
internal static class SampleArguments
{
    public static Argument<string[]> Paths()
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "Files of YAML or JSON, folders, backup archives, or - for the standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        paths.Validators.Add(found =>
        {
            // A misspelled option would be taken for a file.
            foreach (var option in found.Tokens.Where(token => token.Value.StartsWith("--")))
                found.AddError($"There is no option {option.Value}.");
        });
        return paths;
    }

    public static Option<string> Namespace() =>
        new("--namespace")
        {
            HelpName = "NS",
            Description = "The namespace of objects that name none.",
            DefaultValueFactory = _ => "default",
        };

    public static Option<string> Format(params string[] formats) =>
        new Option<string>("--format")
        {
            Description = "What is printed.",
            DefaultValueFactory = _ => formats[0],
        }.AcceptOnlyFromAmong(formats);

    public static Option<string> Kubeconfig() =>
        new("--kubeconfig")
        {
            HelpName = "FILE",
            Description = "The cluster, and the account there.",
            Required = true,
        };
}
