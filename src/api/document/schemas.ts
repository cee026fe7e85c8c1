import { z } from "zod";
import * as administrator from "../../contract/administrator.ts";
import * as audit from "../../contract/audit.ts";
import { ImportRefused, ImportReport } from "../../contract/bulk-data.ts";
import * as checkInImport from "../../contract/check-in-import.ts";
import * as configuration from "../../contract/configuration.ts";
import * as connect from "../../contract/connect.ts";
import * as credential from "../../contract/credential.ts";
import * as download from "../../contract/download.ts";
import * as enrolment from "../../contract/enrolment.ts";
import * as event from "../../contract/event.ts";
import { ActorField, ScheduleField, ScheduleOrInheritField } from "../../contract/fields.ts";
import * as foresight from "../../contract/foresight.ts";
import * as notice from "../../contract/notice.ts";
import * as organization from "../../contract/organization.ts";
import * as partner from "../../contract/partner.ts";
import * as preview from "../../contract/preview.ts";
import { Problem } from "../../contract/problem.ts";
import * as product from "../../contract/product.ts";
import * as release from "../../contract/release.ts";
import * as releaseOutlook from "../../contract/release-outlook.ts";
import * as scheduleRequest from "../../contract/schedule-request.ts";
import * as search from "../../contract/search.ts";
import * as session from "../../contract/session.ts";
import * as signing from "../../contract/signing.ts";
import * as token from "../../contract/token.ts";
import { CompanionAnswer, UpdatersField, UpdatersPatch } from "../../contract/updaters.ts";
import * as user from "../../contract/user.ts";
import * as verdict from "../../contract/verdict.ts";
import type { NamedOperation } from "./named-operation.ts";

/** JSON Schema 2020-12, which OpenAPI 3.1 uses unchanged. */
export type Json = Readonly<Record<string, unknown>>;

/** Every shape of the API as it is on the wire. */
export interface Schemas {
  /** The shapes that have a name in the document. */
  readonly components: Readonly<Record<string, Json>>;
  /** A reference to a shape in the document. */
  readonly reference: (schema: z.ZodType) => Json;
  /** The fields of an object, each with its schema, and whether it must be there. */
  readonly fields: (schema: z.ZodType) => readonly Field[];
}

interface Field {
  readonly name: string;
  readonly isRequired: boolean;
  readonly schema: Json;
}

const SHARED = { Actor: ActorField, Schedule: ScheduleField, ScheduleOrInherit: ScheduleOrInheritField };
const RESOURCES = [
  ...[
    administrator,
    audit,
    download,
    checkInImport,
    configuration,
    connect,
    credential,
    enrolment,
    event,
    foresight,
    scheduleRequest,
    notice,
    organization,
    partner,
    preview,
    product,
    release,
    releaseOutlook,
    search,
    session,
    signing,
    token,
    user,
    verdict,
  ],
  { Problem, ImportReport, ImportRefused },
  { CompanionAnswer, Updaters: UpdatersField, UpdatersPatch },
];

/** The wire side of every schema: the input of a codec, both for what is read and for what is written. */
export function collectSchemas(operations: readonly NamedOperation[]): Schemas {
  const registry = z.registry<{ id: string }>();
  const add = (schema: unknown, id: string): void => {
    if (schema instanceof z.ZodType && !registry.has(schema)) registry.add(schema, { id });
  };
  for (const [id, schema] of Object.entries(SHARED)) add(schema, id);
  for (const [id, schema] of RESOURCES.flatMap((one) => Object.entries(one))) add(schema, id);
  for (const { id, described } of operations) {
    add(described.params, `${id}Params`);
    add(described.query, `${id}Query`);
    add(described.body, `${id}Body`);
    add(described.answer, `${id}Answer`);
    add(described.refusedAnswer, `${id}Refused`);
  }
  const all = toJson(registry);
  const json = (schema: z.ZodType): Json => all[registry.get(schema)?.id ?? ""] ?? {};
  return {
    components: Object.fromEntries(Object.entries(all).filter(([id]) => !/(Params|Query)$/.test(id))),
    reference: (schema) => ({ $ref: referenceTo(registry.get(schema)?.id ?? "") }),
    fields: (schema) => fieldsOf(json(schema)),
  };
}

function referenceTo(id: string): string {
  return `#/components/schemas/${id}`;
}

function toJson(registry: z.core.$ZodRegistry<{ id: string }>): Readonly<Record<string, Json>> {
  const { schemas } = z.toJSONSchema(registry, { io: "input", uri: referenceTo });
  return Object.fromEntries(
    Object.entries(schemas)
      .map(([id, { $id: _id, $schema: _dialect, ...schema }]): [string, Json] => [id, schema])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function fieldsOf({ properties = {}, required = [] }: Json): readonly Field[] {
  return Object.entries(properties as Record<string, Json>).map(([name, schema]) => {
    return { name, isRequired: (required as string[]).includes(name), schema };
  });
}
