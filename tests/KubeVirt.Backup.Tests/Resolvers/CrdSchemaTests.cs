using System.Text;
using KubeVirt.Backup.Testing.Schemas;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Resolvers;

/// <summary>Proves that the walker which judges the resolvers' paths can say no.</summary>
public class CrdSchemaTests
{
    private static readonly CrdSchema Schema = CrdSchemas
        .Parse(
            Encoding.UTF8.GetBytes(
                """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: things.example.org}
                spec:
                  group: example.org
                  names: {kind: Thing, plural: things, singular: thing}
                  versions:
                  - {name: v0, served: false, schema: {openAPIV3Schema: {type: object}}}
                  - name: v1
                    served: true
                    schema:
                      openAPIV3Schema:
                        type: object
                        properties:
                          spec:
                            type: object
                            properties:
                              name: {type: string}
                              flag: {type: boolean}
                              list: {type: array, items: {type: object, properties: {name: {type: string}}}}
                              texts: {type: array, items: {type: string}}
                              open: {type: object, x-kubernetes-preserve-unknown-fields: true}
                """
            )
        )
        .ShouldHaveSingleItem();

    [Theory]
    [InlineData("/spec/name", "string")]
    [InlineData("/spec/flag", "boolean")]
    [InlineData("/spec/list/*/name", "string")]
    [InlineData("/spec/texts/*", "string")]
    [InlineData("/spec/open/anything/below", "string")]
    public void A_path_that_is_there_has_no_problem(string path, string type) =>
        Schema.Problems(path, type).ShouldBeEmpty();

    [Theory]
    [InlineData("/spec/nmae", "string", "no field nmae")]
    [InlineData("/spec/list/name", "string", "no field name")]
    [InlineData("/spec/list/*/nmae", "string", "no field nmae")]
    [InlineData("/spec/name/*", "string", "not a list")]
    [InlineData("/spec/flag", "string", "boolean, not string")]
    [InlineData("/spec/list", "string", "array, not string")]
    [InlineData("/status", "string", "no field status")]
    public void A_wrong_path_is_refused(string path, string type, string problem) =>
        Schema.Problems(path, type).ShouldHaveSingleItem().ShouldBe($"Thing.example.org v1 {path}: {problem}");
}
