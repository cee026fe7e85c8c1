import { Ajv2020 } from "ajv/dist/2020.js";
import { makeDocument } from "../../../src/api/document/document.ts";

export type Schema = Readonly<Record<string, unknown>>;

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>;

/** One call as the document has it, as far as a fuzzer needs it. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly bodies: Content;
  readonly answers: Readonly<Record<string, { readonly content?: Content; readonly $ref?: string }>>;
}

interface Written {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Operation["answers"];
}

const document = makeDocument("/") as unknown as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Written>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

export const OPERATIONS: readonly Operation[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { operationId, parameters = [], requestBody, responses }]) => ({
    id: operationId,
    method: method.toUpperCase(),
    path,
    parameters,
    bodies: requestBody?.content ?? {},
    answers: responses,
  })),
);

/** The schema itself, where another one is pointed at. */
export function resolve(schema: Schema): Schema {
  const name = /^#\/components\/schemas\/(.+)$/.exec(String(schema.$ref ?? ""))?.[1];
  return name === undefined ? schema : resolve(document.components.schemas[name] ?? {});
}

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: false });
ajv.addSchema({ $id: "document", ...document });

/** What is wrong with an answer by the document; null: it is as the document says, or none is described. */
export function faultOf(operation: Operation, status: number, answer: unknown): string | null {
  const place = `/paths/${toPointer(operation.path)}/${operation.method.toLowerCase()}/responses/${status}`;
  if (!operation.answers[status]?.content?.["application/json"]) return null;
  const check = ajv.getSchema(`document#${place}/content/${toPointer("application/json")}/schema`);
  if (!check) return `no schema at ${place}`;
  return check(answer) ? null : ajv.errorsText(check.errors);
}

function toPointer(part: string): string {
  return encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"));
}
