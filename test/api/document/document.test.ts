import { Validator } from "@seriousme/openapi-schema-validator";
import { beforeAll, describe, expect, test } from "vitest";
import { createApp } from "../../../src/api/app.ts";
import { makeDocument } from "../../../src/api/document/document.ts";
import { DOCUMENT_TAGS } from "../../../src/api/document/tags.ts";
import { startServer, type TestServer } from "../../support/running-server.ts";
import { borrowStore } from "../../support/store-pool.ts";
import { get, send } from "../caller.ts";
import { registeredRoutes } from "../registered-routes.ts";

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly description?: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly security?: readonly unknown[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { schema: unknown }>> };
  readonly responses: Readonly<Record<string, unknown>>;
}

const document = makeDocument("/") as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Record<string, unknown>>> };
};
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);
const named = operations.map(({ path, method, operation }) => {
  return [`${method.toUpperCase()} ${path}`, operation, path] as const;
});
const find = (id: string) => operations.find(({ operation }) => operation.operationId === id)!.operation;
const schema = (id: string) => document.components.schemas[id]!;

/** Nobody asks it anything here. */
const PROVIDER = {
  issuer: "http://127.0.0.1:9",
  clientId: "sluice",
  clientSecret: "not asked",
  scope: "openid",
  claims: { role: "role", partner: "partner", organizations: "organizations" },
};

let server: TestServer;

beforeAll(async () => {
  const store = await borrowStore("embedded");
  server = await startServer(store, { oidc: PROVIDER });
  return async () => {
    await server.close();
    await store.close();
  };
});

/** Sorted and once each. What stands behind a feed's organization is read by the protocol, so it counts as one route. */
function distinct(routes: readonly string[]): readonly string[] {
  const shortened = routes.map((route) => route.replace(/(?<= \/feeds\/[^/]+\/\{organization\}).*/, ""));
  return [...new Set(shortened)].sort();
}

describe("the API document", () => {
  test("that is checked in is the one that the endpoints make; `npx vitest run test/api/document -u` renews it", async () => {
    await expect(`${JSON.stringify(document, null, 2)}\n`).toMatchFileSnapshot("../../../docs/openapi.json");
  });

  test("is valid OpenAPI 3.1", async () => {
    const validator = new Validator();
    const validated = await validator.validate(structuredClone(document));
    expect(validated).toEqual({ valid: true });
    expect(validator.version).toBe("3.1");
  });

  test("is what a server answers, with its own address", async () => {
    expect(await get(server, null, "/v1/openapi.json")).toEqual(document);
    expect(makeDocument("https://updates.example.org/sluice")).toMatchObject({
      servers: [{ url: "https://updates.example.org/sluice" }],
    });
  });

  test("has every route of the server but the pages, and no other", async () => {
    const described = (await registeredRoutes(server)).filter((route) => !/^HEAD |^\w+ \/docs\b/.test(route));
    expect(distinct(described)).toEqual(distinct(named.map(([name]) => name)));
  });

  test("points nowhere but into itself", () => {
    const references = JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g);
    for (const [, reference = ""] of references) {
      const found = reference
        .slice(2)
        .split("/")
        .reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], document);
      expect(found, reference).toBeTypeOf("object");
    }
  });
});

describe("every operation", () => {
  test("has its own id", () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each(named)("%s has a summary, a known tag and each answer", (_name, operation) => {
    expect(operation.summary).toMatch(/\S \S/);
    const tags = DOCUMENT_TAGS.map(({ name }) => name as string);
    expect(tags).toEqual(expect.arrayContaining([...operation.tags]));
    expect(Object.keys(operation.responses).some((status) => /^[23]/.test(status))).toBe(true);
    const needed = operation.security ? [] : ["400", "401", "403", "429", "503"];
    expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(needed));
  });

  test.each(named)("%s has every part of its path as a parameter", (_name, operation, path) => {
    const parts = [...path.matchAll(/\{(\w+)\}/g)].map(([, part]) => part);
    const said = (operation.parameters ?? []).filter((one) => one.in === "path");
    expect(said.map(({ name }) => name)).toEqual(parts);
    expect(said.every(({ required }) => required)).toBe(true);
  });

  test("that is said to need no token is answered without one; every other one is refused", async () => {
    for (const { path, method, operation } of operations) {
      const call = { method: method.toUpperCase(), path: path.replaceAll(/\{\w+\}/g, "x") };
      const { json } = await send(server, null, call);
      const isRefused = json?.errors?.[0].code === "not_signed_in";
      expect([call.path, isRefused]).toEqual([call.path, operation.security === undefined]);
    }
  });
});

describe("shapes are as they are on the wire", () => {
  test("a moment, a version and an id are texts, read and written", () => {
    for (const id of ["ReleaseBody", "ReleaseAnswer"]) {
      expect(schema(id).properties).toMatchObject({
        version: { type: "string" },
        automaticAt: { type: "string", description: expect.stringContaining("ISO 8601") },
      });
    }
  });

  test("a schedule is the same object in what is sent and in what is answered", () => {
    const reference = { $ref: "#/components/schemas/Schedule" };
    expect(schema("OrganizationSettingsBody").properties).toMatchObject({ schedule: reference });
    expect(schema("OrganizationSettingsAnswer").properties).toMatchObject({ schedule: reference });
    expect(schema("Schedule")).toMatchObject({
      properties: {
        cadence: { type: "string", enum: ["automatic", "latest", "slow"] },
        deferralWeeks: { type: "integer", minimum: 0, maximum: 12 },
      },
      required: ["cadence"],
    });
  });

  test("what may be left out of a query is not required, also where it has a default", () => {
    const byName = new Map(find("getOrganizations").parameters?.map((one) => [one.name, one]));
    expect(byName.get("max")).toMatchObject({ required: false, schema: { maximum: 1000, default: 100 } });
    expect(byName.get("state")?.description).toContain("conflict");
    expect(byName.get("sort")).toMatchObject({ required: false, schema: { default: "name" } });
    const platform = find("checkForUpdate").parameters?.find(({ name }) => name === "platform");
    expect(platform).toMatchObject({ required: true, schema: { enum: ["win", "mac", "linux"] } });
  });

  test("an upload takes bytes, or JSON for a build that is hosted elsewhere", () => {
    const { content } = find("uploadBuild").requestBody!;
    expect(Object.keys(content)).toEqual(["application/json", "application/octet-stream"]);
  });

  test("an import is refused with its report, or as every call is where its key was used for another", () => {
    const shapes = ["ImportRefused", "Problem"].map((id) => ({ $ref: `#/components/schemas/${id}` }));
    expect(find("importUsers").responses["422"]).toMatchObject({
      content: { "application/json": { schema: { anyOf: shapes } } },
    });
  });

  test("bodies are closed to unknown fields, answers are open to new ones", () => {
    expect(schema("PartnerBody").additionalProperties).toBe(false);
    expect(schema("PartnerAnswer")).not.toHaveProperty("additionalProperties");
  });
});

describe("the reference to browse", () => {
  test("is a page of our own files only, under the policy of every answer", async () => {
    const page = await send(server, null, { method: "GET", path: "/docs" });
    expect(page.status).toBe(200);
    const policy = page.headers.get("content-security-policy");
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    const addresses = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address = ""]) => address);
    expect(addresses.length).toBeGreaterThan(3);
    expect(page.text).not.toMatch(/<script(?![^>]*src=)|<style|style="/);
    for (const path of addresses) {
      expect(path).toMatch(/^\/docs\/static\/[\w.-]+$/);
      expect((await send(server, null, { method: "GET", path })).status, path).toBe(200);
    }
  });

  test("finds its files behind a proxy that serves it under a path", async () => {
    const config = { ...server.context.config, publicUrl: "https://updates.example.org/sluice" };
    const app = await createApp({ ...server.context, config });
    const { body } = await app.inject({ method: "GET", url: "/docs" });
    await app.close();
    expect(body).toContain('src="/sluice/docs/static/swagger-ui-bundle.js"');
    expect(body).not.toContain('"/docs/static');
  });

  test("shows the document that is served", async () => {
    expect(await get(server, null, "/docs/json")).toEqual(document);
  });
});
