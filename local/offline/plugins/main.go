// Serves Terraform's AWS provider binary as Pulumi's "aws" provider, for the resource types of this program: the
// provider code that the published plugin wraps, for machines that cannot download that plugin. Used by local/ only.
package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/pulumi/pulumi-terraform-bridge/v3/dynamic/internal/shim/run"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/proto"
	pfbridge "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfgen"
	shim "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim"
	"github.com/pulumi/pulumi/sdk/v3/go/common/diag"
	"github.com/pulumi/pulumi/sdk/v3/go/common/diag/colors"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/spf13/afero"
)

// The version of com.pulumi:aws whose plugin this one replaces.
const version = "6.83.0"

//go:embed tokens.json
var tokensJSON []byte

// Maps Terraform names to Pulumi tokens, and lists the properties that have different names in the two.
type tokenMap struct {
	Resources map[string]string            `json:"resources"`
	Functions map[string]string            `json:"functions"`
	Renamed   map[string]map[string]string `json:"renamed"`
	// Lists with at most one element, which Pulumi represents as that element. Terraform's protocol does not contain this
	// limit. A nested list is named by a path, such as "rule.filter".
	Single map[string][]string `json:"single"`
}

func main() {
	ctx := context.Background()
	server, err := run.LocalProvider(ctx, os.Getenv("TERRAFORM_PROVIDER_AWS"))
	if err != nil {
		log.Fatalf("TERRAFORM_PROVIDER_AWS must be the path of a terraform-provider-aws binary: %v", err)
	}
	defer server.Close()

	var tokenNames tokenMap
	if err := json.Unmarshal(tokensJSON, &tokenNames); err != nil {
		log.Fatal(err)
	}
	info := providerInfo(proto.New(ctx, unloggedDataSources{keptSchemas{server, tokenNames, os.Getenv("SAVEPOINT_PROVIDER_SCHEMAS")}}), tokenNames)
	pfbridge.Main(ctx, info.Name, info, pfbridge.ProviderMetadata{
		XGetSchema: func(ctx context.Context, _ plugin.GetSchemaRequest) ([]byte, error) { return schema(ctx, info) },
	})
}

func providerInfo(provider shim.Provider, names tokenMap) tfbridge.ProviderInfo {
	info := tfbridge.ProviderInfo{
		P: provider, Name: "aws", Version: version, ResourcePrefix: "aws",
		MetadataInfo: &tfbridge.MetadataInfo{Data: tfbridge.ProviderMetadata(nil)},
		Resources:    map[string]*tfbridge.ResourceInfo{},
		DataSources:  map[string]*tfbridge.DataSourceInfo{},
	}
	for name, token := range names.Resources {
		fields := map[string]*tfbridge.SchemaInfo{}
		for terraformField, pulumiField := range names.Renamed[name] {
			fields[terraformField] = &tfbridge.SchemaInfo{Name: pulumiField}
		}
		for _, path := range names.Single[name] {
			single(fields, strings.Split(path, "."))
		}
		info.Resources[name] = &tfbridge.ResourceInfo{Tok: tokens.Type(token), Fields: fields}
	}
	for name, token := range names.Functions {
		info.DataSources[name] = &tfbridge.DataSourceInfo{Tok: tokens.ModuleMember(token)}
	}
	info.IgnoreMappings = append(
		unmapped(provider.ResourcesMap(), names.Resources), unmapped(provider.DataSourcesMap(), names.Functions)...)
	for name := range provider.Functions() {
		info.IgnoreMappings = append(info.IgnoreMappings, name)
	}
	info.SetAutonaming(255, "-")
	return info
}

func single(fields map[string]*tfbridge.SchemaInfo, path []string) {
	if fields[path[0]] == nil {
		fields[path[0]] = &tfbridge.SchemaInfo{}
	}
	field := fields[path[0]]
	if len(path) == 1 {
		field.MaxItemsOne = tfbridge.True()
		return
	}
	if field.Elem == nil {
		field.Elem = &tfbridge.SchemaInfo{Fields: map[string]*tfbridge.SchemaInfo{}}
	}
	single(field.Elem.Fields, path[1:])
}

// The published plugin returns an error of a data source, and lets the program report it. The bridge in this plugin
// would log the error as well, so that a program would fail if it looks up something that does not exist.
type unloggedDataSources struct {
	run.Provider
}

func (p unloggedDataSources) ReadDataSource(
	ctx context.Context, req *tfprotov6.ReadDataSourceRequest,
) (*tfprotov6.ReadDataSourceResponse, error) {
	resp, err := p.Provider.ReadDataSource(ctx, req)
	if err != nil {
		return nil, err
	}
	for _, diagnostic := range resp.Diagnostics {
		if diagnostic.Severity == tfprotov6.DiagnosticSeverityError {
			return nil, fmt.Errorf("%s %s", diagnostic.Summary, diagnostic.Detail)
		}
	}
	return resp, nil
}

func unmapped(all shim.ResourceMap, mapped map[string]string) []string {
	var names []string
	all.Range(func(name string, _ shim.Resource) bool {
		if _, ok := mapped[name]; !ok {
			names = append(names, name)
		}
		return true
	})
	return names
}

// What "pulumi package get-schema" prints, to compare property names with the published SDK's.
func schema(ctx context.Context, info tfbridge.ProviderInfo) ([]byte, error) {
	generator, err := tfgen.NewGenerator(tfgen.GeneratorOptions{
		Package: info.Name, Version: info.Version, Language: tfgen.Schema, ProviderInfo: info,
		Root: afero.NewMemMapFs(), XInMemoryDocs: true, SkipExamples: true,
		Sink: diag.DefaultSink(os.Stderr, os.Stderr, diag.FormatOptions{Color: colors.Never}),
	})
	if err != nil {
		return nil, err
	}
	generated, err := generator.Generate(ctx)
	if err != nil {
		return nil, err
	}
	return json.Marshal(generated.PackageSpec)
}
