package main

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/pulumi/pulumi-terraform-bridge/v3/dynamic/internal/shim/run"
)

// Terraform's provider returns the schemas of all of its 1,500 resource types at every start, which takes longer than everything else
// that a preview needs from it. This keeps the schemas of the types in tokens.json in a file. local/offline names the file after the
// provider binary; without a name, or if the file cannot be written, the provider is asked every time.
type keptSchemas struct {
	run.Provider
	names tokenMap
	file  string
}

func (p keptSchemas) GetProviderSchema(
	ctx context.Context, req *tfprotov6.GetProviderSchemaRequest,
) (*tfprotov6.GetProviderSchemaResponse, error) {
	if text, err := os.ReadFile(p.file); err == nil {
		if kept, err := decode(text); err == nil {
			return kept, nil
		}
	}
	all, err := p.Provider.GetProviderSchema(ctx, req)
	if err != nil {
		return nil, err
	}
	text, err := encode(&tfprotov6.GetProviderSchemaResponse{
		ServerCapabilities: all.ServerCapabilities,
		Provider:           all.Provider,
		ResourceSchemas:    only(all.ResourceSchemas, p.names.Resources),
		DataSourceSchemas:  only(all.DataSourceSchemas, p.names.Functions),
	})
	if err != nil {
		return nil, err
	}
	if p.file != "" {
		_ = write(p.file, text)
	}
	return decode(text)
}

func only(schemas map[string]*tfprotov6.Schema, names map[string]string) map[string]*tfprotov6.Schema {
	maps.DeleteFunc(schemas, func(name string, _ *tfprotov6.Schema) bool {
		_, named := names[name]
		return !named
	})
	return schemas
}

// In one step, because another plugin may be reading the file.
func write(file string, text []byte) error {
	temporary, err := os.CreateTemp(filepath.Dir(file), "schemas")
	if err != nil {
		return err
	}
	defer os.Remove(temporary.Name())
	if _, err := temporary.Write(text); err != nil {
		return err
	}
	if err := temporary.Close(); err != nil {
		return err
	}
	return os.Rename(temporary.Name(), file)
}

// Go can write an attribute's type to JSON but cannot read it back, because the field is an interface. The types are therefore in a list
// of their own, in the order of the attributes.
type schemaFile struct {
	Schemas *tfprotov6.GetProviderSchemaResponse
	Types   []json.RawMessage
}

func encode(schemas *tfprotov6.GetProviderSchemaResponse) ([]byte, error) {
	file := schemaFile{Schemas: schemas}
	for _, attribute := range attributes(schemas) {
		text, err := json.Marshal(attribute.Type)
		if err != nil {
			return nil, err
		}
		file.Types = append(file.Types, text)
		attribute.Type = nil
	}
	return json.Marshal(file)
}

func decode(text []byte) (*tfprotov6.GetProviderSchemaResponse, error) {
	var file schemaFile
	if err := json.Unmarshal(text, &file); err != nil {
		return nil, err
	}
	for i, attribute := range attributes(file.Schemas) {
		var err error
		if attribute.Type, err = tftypes.ParseJSONType(file.Types[i]); err != nil {
			return nil, err
		}
	}
	return file.Schemas, nil
}

func attributes(schemas *tfprotov6.GetProviderSchemaResponse) []*tfprotov6.SchemaAttribute {
	all := attributesIn(schemas.Provider.Block)
	for _, some := range []map[string]*tfprotov6.Schema{schemas.ResourceSchemas, schemas.DataSourceSchemas} {
		for _, name := range slices.Sorted(maps.Keys(some)) {
			all = append(all, attributesIn(some[name].Block)...)
		}
	}
	return all
}

func attributesIn(block *tfprotov6.SchemaBlock) []*tfprotov6.SchemaAttribute {
	all := slices.Clone(block.Attributes)
	for _, nested := range block.BlockTypes {
		all = append(all, attributesIn(nested.Block)...)
	}
	return all
}
