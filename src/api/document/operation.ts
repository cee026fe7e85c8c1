import type { Described } from "../endpoint.ts";
import type { NamedOperation } from "./named-operation.ts";
import { problemAnswers } from "./problem-answers.ts";
import type { Json, Schemas } from "./schemas.ts";
import { tagOf } from "./tags.ts";

/** One call as OpenAPI has it. */
export function toOperation(operation: NamedOperation, schemas: Schemas): Json {
  const { id, described, isPublic } = operation;
  const parameters = [
    ...parametersIn("path", described.params, schemas),
    ...parametersIn("query", described.query, schemas),
  ];
  const requestBody = bodyOf(described, schemas);
  return {
    operationId: id,
    summary: described.summary,
    tags: [tagOf(described.path)],
    ...(isPublic && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(requestBody && { requestBody }),
    responses: { ...acceptedAnswer(described, schemas), ...problemAnswers(operation) },
  };
}

function parametersIn(
  place: "path" | "query",
  schema: Described["query"],
  schemas: Schemas,
): readonly Json[] {
  if (!schema) return [];
  return schemas.fields(schema).map(({ name, isRequired, schema: { description, ...rest } }) => ({
    name,
    in: place,
    required: isRequired || place === "path",
    ...(description !== undefined && { description }),
    schema: rest,
  }));
}

function bodyOf({ body, bodyTypes = [] }: Described, schemas: Schemas): Json | null {
  if (!body && bodyTypes.length === 0) return null;
  return { required: true, content: contentOf(body, bodyTypes, schemas) };
}

function acceptedAnswer({ answer, answerTypes = [], status }: Described, schemas: Schemas): Json {
  const isEmpty = !answer && answerTypes.length === 0;
  const code = String(status ?? (isEmpty ? 204 : 200));
  const description = isEmpty ? "Done; nothing is answered" : code === "201" ? "Made" : "Done";
  return { [code]: { description, ...(!isEmpty && { content: contentOf(answer, answerTypes, schemas) }) } };
}

function contentOf(json: Described["body"], types: readonly string[], schemas: Schemas): Json {
  return {
    ...(json && { "application/json": { schema: schemas.reference(json) } }),
    ...Object.fromEntries(types.map((type) => [type, { schema: schemaOf(type) }])),
  };
}

/** OpenAPI 3.1 says of bytes nothing but their media type. */
function schemaOf(type: string): Json {
  return type.startsWith("text/") ? { type: "string" } : {};
}
