import { join } from "node:path";
import * as apps from "kubernetes-models/apps/v1";
import * as networking from "kubernetes-models/networking.k8s.io/v1";
import * as policy from "kubernetes-models/policy/v1";
import * as core from "kubernetes-models/v1";
import ts from "typescript";

type Models = Readonly<Record<string, unknown>>;

const MODELS: Readonly<Record<string, Models>> = {
  v1: core as Models,
  "apps/v1": apps as Models,
  "policy/v1": policy as Models,
  "networking.k8s.io/v1": networking as Models,
};

export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
}

/**
 * What is wrong with objects by the schemas of Kubernetes: wrong values and missing fields by the schemas themselves, and
 * fields that there are none of by the types that were made from the same schemas.
 */
export function faultsOf(objects: readonly KubernetesObject[]): readonly string[] {
  const unknown = objects.filter(({ apiVersion, kind }) => !MODELS[apiVersion]?.[kind]);
  if (unknown.length > 0)
    return unknown.map(({ apiVersion, kind }) => `${apiVersion} ${kind}: not known here`);
  return [...objects.flatMap(wrongValues), ...unknownFields(objects)];
}

function wrongValues(object: KubernetesObject): readonly string[] {
  const Kind = MODELS[object.apiVersion]?.[object.kind] as new (data: object) => { validate(): void };
  try {
    new Kind(object).validate();
    return [];
  } catch (error) {
    return [`${object.kind}: ${(error as Error).message}`];
  }
}

/** Has the compiler compare each object, written as a literal, with the type of its kind. */
function unknownFields(objects: readonly KubernetesObject[]): readonly string[] {
  const name = join(import.meta.dirname, "objects.ts");
  const lines = objects.flatMap((object, index) => {
    const { apiVersion, kind } = object;
    return [
      `import type { I${kind} as Kind${index} } from "kubernetes-models/${apiVersion}/${kind}";`,
      `export const one${index}: Kind${index} = ${JSON.stringify(object)};`,
    ];
  });
  const options = {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    ...{ strict: true, noEmit: true, skipLibCheck: true, types: [] },
  };
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  const text = lines.join("\n");
  host.fileExists = (path) => path === name || fileExists(path);
  host.readFile = (path) => (path === name ? text : readFile(path));
  host.getSourceFile = (path, version) => {
    const source = host.readFile(path);
    return source === undefined ? undefined : ts.createSourceFile(path, source, version);
  };
  const program = ts.createProgram([name], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
}
