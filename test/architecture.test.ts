import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { describe, expect, test } from "vitest";
import { readSource } from "./architecture/source-file.ts";
import { findViolations, type House, type Room, roomOf } from "./architecture/violations.ts";

const NOTHING = ["refusal-code.ts", "result.ts", "instant.ts"];
const PURE = [...NOTHING, "catalog", "tenancy", "policy"];

/** The table is the diagram: each room, the rooms it may import, the npm packages it may use. Arrows point one way. */
const HOUSE: House = {
  "refusal-code.ts": pure([], []),
  "result.ts": pure(["refusal-code.ts"], []),
  "refusal-status.ts": pure(["refusal-code.ts", "result.ts"], []),
  "instant.ts": pure(["result.ts"], []),
  "time-slices.ts": outer([], []),
  "make-directory.ts": outer([], []),
  catalog: pure(NOTHING, ["canonicalize", "fast-xml-parser"]),
  tenancy: pure(NOTHING, []),
  policy: pure([...NOTHING, "catalog", "tenancy"], []),
  // Hashes are of what stands in an entry: the same for everyone, always.
  ledger: { ...pure(PURE, ["canonicalize"]), builtins: { "node:crypto": ["createHash"] } },
  // Ed25519 gives the same signature each time.
  feeds: {
    ...pure(PURE, [
      "yaml",
      "fast-xml-parser",
      "openpgp",
      "lru-cache",
      "fflate",
      "@tufjs/models",
      "@tufjs/canonical-json",
    ]),
    builtins: { "node:crypto": ["createHash", "createPrivateKey", "createPublicKey", "KeyObject", "sign"] },
  },
  contract: pure([...PURE, "feeds"], ["zod"]),
  // Reads what packaging tools wrote; runs in browsers too.
  intake: pure([...PURE, "contract"], ["zod", "yaml", "fast-xml-parser", "dot-properties"]),
  // Runs in browsers too: nothing of Node.
  client: {
    ...outer(["result.ts"], ["openapi-fetch"]),
    node: false,
    generated: ["client/schema.ts"],
  },
  store: outer(
    [...PURE, "time-slices.ts", "make-directory.ts", "ledger"],
    [
      ...["kysely", "pg", "@electric-sql/pglite", "fs-native-extensions", "tar", "canonicalize"],
      ...["@aws-sdk/client-s3", "@aws-sdk/lib-storage", "@aws-sdk/s3-request-presigner"],
    ],
  ),
  // What can be done, and nothing of how it is asked for; nothing in a command comes from the clock or from chance.
  commands: pure([...PURE, "ledger", "store"], []),
  fleet: outer([...PURE, "time-slices.ts", "ledger", "store"], []),
  // Answers installations without any framework, and without what the schemas of the API need at run time.
  updates: {
    ...outer(
      [...PURE, "refusal-status.ts", "feeds", "fleet"],
      ["lru-cache", "find-my-way", "fast-querystring", "helmet"],
    ),
    types: ["contract"],
  },
  // What every process that answers clients has: its configuration, its limits, its metrics.
  serving: {
    ...outer([...PURE, "fleet", "updates"], ["prom-client", "ipaddr.js"]),
    types: ["contract"],
  },
  // What this process tells a collector of traces.
  tracing: outer(
    ["serving"],
    [
      ...["@opentelemetry/api", "@opentelemetry/sdk-trace-node", "@opentelemetry/resources"],
      ...["@opentelemetry/exporter-trace-otlp-http", "kysely"],
    ],
  ),
  // Answers installations and nothing else, without a database: a small process.
  edge: {
    ...outer(
      [
        ...[...PURE, "refusal-status.ts", "make-directory.ts", "ledger", "feeds", "fleet", "updates"],
        "serving",
      ],
      ["prom-client"],
    ),
    types: ["contract"],
  },
  // Its clock and its chance are its own: nothing of the process.
  simulation: pure([...PURE, "ledger", "store", "commands", "fleet", "updates"], ["pure-rand"]),
  api: outer(
    [
      ...PURE,
      ...[
        "refusal-status.ts",
        "time-slices.ts",
        "make-directory.ts",
        "ledger",
        "feeds",
        "contract",
        "store",
        "commands",
      ],
      ...["fleet", "updates", "serving", "tracing"],
    ],
    [
      ...["@noble/curves", "@opentelemetry/api"],
      ...["fastify", "@fastify/cookie", "@fastify/static", "@fastify/rate-limit", "@fastify/swagger"],
      ...["@fastify/swagger-ui", "fastify-type-provider-zod", "ipaddr.js", "prom-client"],
      ...["zod", "pino", "csv-parse", "csv-stringify", "fflate", "ical-generator"],
      ...["@node-rs/argon2", "@simplewebauthn/server", "otpauth", "bowser"],
      ...["@zxcvbn-ts/core", "@zxcvbn-ts/language-common", "@zxcvbn-ts/language-en"],
      "lru-cache",
      "openid-client",
      "openpgp",
      "p-limit",
      "@tus/server",
      "@tus/file-store",
    ],
  ),
  cli: outer(
    [
      ...[...PURE, "make-directory.ts", "ledger", "feeds", "contract", "intake", "client", "store"],
      "commands",
      ...["fleet", "updates", "serving", "edge", "simulation", "api"],
    ],
    [
      ...["commander", "cli-progress", "csv-parse", "yaml", "env-paths", "read", "tus-js-client"],
      "@tufjs/models",
      ...["yauzl", "tar", "fzstd", "xz-decompress", "bplist-parser", "fast-xml-parser"],
    ],
  ),
  // Runs in browsers alone; of the pure rooms it takes constants and types.
  web: {
    ...outer(
      [...PURE, "intake", "client"],
      [
        "react",
        "react-dom",
        "react-aria-components",
        "react-intl",
        "@internationalized/date",
        "@momentum-design/icons",
        "@tanstack/react-query",
        "@tanstack/react-router",
        "@tanstack/react-virtual",
        ...["@simplewebauthn/browser", "uqr", "d3-array", "d3-shape"],
        "tus-js-client",
        ...["virtual:messages", "virtual:guide"],
      ],
    ),
    node: false,
    types: ["ledger"],
  },
};

function pure(rooms: readonly string[], packages: readonly string[]): Room {
  return { rooms, packages, node: false, pure: true };
}

function outer(rooms: readonly string[], packages: readonly string[]): Room {
  return { rooms, packages, node: true, pure: false };
}

const src = join(import.meta.dirname, "..", "src");
const files = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
  .map((path) => readSource(relative(src, path).replaceAll(sep, "/"), readFileSync(path, "utf8")));

describe("the house", () => {
  test("every file of src keeps to the table of rooms and arrows", () => {
    expect(files.length).toBeGreaterThan(20);
    expect(findViolations(HOUSE, files)).toEqual([]);
  });

  test("every room of the table exists, and the arrows between rooms have no cycle", () => {
    const rooms = new Set(files.map((file) => roomOf(file.path)));
    expect(Object.keys(HOUSE).filter((room) => !rooms.has(room))).toEqual([]);
    const above = Object.keys(HOUSE);
    const upward = above.flatMap((room, place) =>
      (HOUSE[room]?.rooms ?? []).filter((to) => above.indexOf(to) >= place).map((to) => `${room} -> ${to}`),
    );
    expect(upward).toEqual([]);
  });

  test("the table of ARCHITECTURE has every room, in this order: a room imports only what stands above it", () => {
    const text = readFileSync(join(src, "..", "ARCHITECTURE.md"), "utf8");
    const rows = [...text.matchAll(/^\| `([\w.-]+)\/?`/gm)].map(([, room = ""]) => room);
    expect(rows.filter((room) => room in HOUSE)).toEqual(Object.keys(HOUSE));
  });
});

describe("the checker finds", () => {
  const found = (sources: Record<string, string>): readonly string[] =>
    findViolations(
      HOUSE,
      Object.entries(sources).map(([path, text]) => readSource(path, text)),
    );

  test("nothing in sources that keep to the table", () => {
    const fine = `import type { Ok } from "../result.ts"; export const at = (ms: number) => new Date(ms).process;`;
    expect(found({ "catalog/release.ts": fine, "result.ts": "export interface Ok {}" })).toEqual([]);
  });

  test.each([
    ["import", `import { save } from "../store/save.ts";`],
    ["type import", `import type { Save } from "../store/save.ts";`],
    ["import in a type", `export type Save = import("../store/save.ts").Save;`],
    ["dynamic import", `export const save = () => import("../store/save.ts");`],
  ])("an arrow against the table: %s", (_kind, text) => {
    expect(found({ "policy/decide.ts": text, "store/save.ts": "export const save = 1;" })).toEqual([
      "policy/decide.ts:1 arrow policy -> store is not in the table",
    ]);
  });

  test("an npm package that a room may not use, with its scope", () => {
    expect(found({ "fleet/hot.ts": `import "@fastify/cookie/deep";\nimport "pg";` })).toEqual([
      "fleet/hot.ts:1 arrow fleet -> npm @fastify/cookie is not in the table",
      "fleet/hot.ts:2 arrow fleet -> npm pg is not in the table",
    ]);
  });

  test("Node's own modules in a pure room, and not in an outer one", () => {
    const text = `import { join } from "node:path";`;
    expect(found({ "feeds/electron.ts": text, "store/open.ts": text })).toEqual([
      "feeds/electron.ts:1 arrow feeds -> node:path is not in the table",
    ]);
  });

  test("of Node's own modules in a pure room all but the functions that the table names", () => {
    const text = (names: string) => `import ${names} from "node:crypto";`;
    expect(found({ "ledger/hash.ts": text("{ createHash }") })).toEqual([]);
    const violation = "ledger/hash.ts:1 arrow ledger -> node:crypto is not in the table";
    for (const names of ["{ createHash, randomUUID }", "{ randomUUID as createHash }", "all", "* as all"]) {
      expect(found({ "ledger/hash.ts": text(names) }), names).toEqual([violation]);
    }
    expect(found({ "ledger/hash.ts": `import "node:crypto";` })).toEqual([violation]);
    expect(found({ "policy/hash.ts": text("{ createHash }") })).toHaveLength(1);
  });

  test("more than types of a room of which only types may be imported", () => {
    const subject = { "ledger/subject.ts": "export const one = 1; export type Subject = 1;" };
    const page = (text: string) =>
      found({ ...subject, "web/page.tsx": `${text} from "../ledger/subject.ts";` });
    expect(page("import type { Subject }")).toEqual([]);
    for (const text of ["import { one }", "import { one, type Subject }", "import { type Subject }"]) {
      expect(page(text), text).toEqual(["web/page.tsx:1 arrow web -> ledger is not in the table"]);
    }
  });

  test.each([
    ["Date.now", "export const now = Date.now();"],
    ["Date.now", "export const clock = Date.now;"],
    ["new Date()", "export const now = new Date();"],
    ["new Date()", "export const now = new Date;"],
    ["Date()", "export const now = Date();"],
    ["Math.random", "export const dice = Math.random();"],
    ["process", "export const home = process.env.HOME;"],
    ["fetch", `export const page = fetch("http://127.0.0.1");`],
    ["setTimeout", "setTimeout(() => {}, 1);"],
    ["performance", "export const now = performance.now();"],
    ["crypto", "export const id = crypto.randomUUID();"],
    ["globalThis", "export const all = globalThis;"],
  ])("%s in a pure room", (name, text) => {
    expect(found({ "policy/clock.ts": text })).toEqual([`policy/clock.ts:1 uses ${name} in a pure room`]);
    expect(found({ "api/clock.ts": text })).toEqual([]);
  });

  test.each(["utils", "lib", "common", "shared", "services", "types", "helpers"])(
    "a room called %s",
    (name) => {
      expect(found({ [`${name}/thing.ts`]: "" })).toEqual([
        `${name}/thing.ts is called "${name}", a name that says nothing`,
        `${name}/thing.ts lies in no room of the table ("${name}")`,
      ]);
      expect(found({ [`api/${name}.ts`]: "" })).toEqual([
        `api/${name}.ts is called "${name}", a name that says nothing`,
      ]);
    },
  );

  test("a room that is not in the table", () => {
    const strange = 'cellar/wine.ts lies in no room of the table ("cellar")';
    expect(found({ "cellar/wine.ts": "" })).toEqual([strange]);
  });

  test.each([`export * from "./wine.ts";`, `export { wine } from "./wine.ts";`])("a barrel: %s", (text) => {
    expect(found({ "api/cellar.ts": text, "api/wine.ts": "export const wine = 1;" })).toEqual([
      "api/cellar.ts:1 re-exports ./wine.ts; name it where it lives",
    ]);
  });

  test("an import cycle among files, even of types alone", () => {
    const cycle = found({
      "api/a.ts": `import type { B } from "./b.ts";`,
      "api/b.ts": `import { c } from "./c.ts";`,
      "api/c.ts": `import "./a.ts";`,
    });
    expect(cycle).toEqual(["import cycle: api/a.ts -> api/b.ts -> api/c.ts -> api/a.ts"]);
  });

  test("a file of more than 300 lines, a name that is not kebab-case, an import out of src", () => {
    const tooLong = ["api/long.ts has 301 lines; allowed are 300"];
    expect(found({ "api/long.ts": "\n".repeat(301) })).toEqual(tooLong);
    expect(found({ "api/long.ts": "\n".repeat(300) })).toEqual([]);
    expect(found({ "client/schema.ts": "\n".repeat(301), "client/long.ts": "\n".repeat(301) })).toEqual([
      "client/long.ts has 301 lines; allowed are 300",
    ]);
    expect(found({ "api/setupDemo.ts": "" })).toEqual(["api/setupDemo.ts is not named in kebab-case"]);
    expect(found({ "api/x.ts": `import "../../bench/y.ts";` })).toEqual([
      "api/x.ts:1 imports ../../bench/y.ts, which is no file of src/",
    ]);
  });

  test("a switch with a default, which would be silent about a new member of a closed list", () => {
    const text = (rest: string) =>
      `export const say = (word: "a" | "b") => {\n switch (word) { ${rest} }\n};`;
    expect(found({ "api/x.ts": text(`case "a": return 1; case "b": return 2;`) })).toEqual([]);
    expect(found({ "api/x.ts": text(`case "a": return 1;\n default: return 2;`) })).toEqual([
      "api/x.ts:3 has a switch with a default; name every case, or use an if",
    ]);
  });

  test("a style sheet of another room", () => {
    expect(found({ "web/page.tsx": `import styles from "./page.module.css";` })).toEqual([]);
    expect(found({ "web/page.tsx": `import "../cli/page.css";` })).toEqual([
      "web/page.tsx:1 arrow web -> cli is not in the table",
    ]);
  });

  test("a computed import, which nobody can follow", () => {
    expect(found({ "api/x.ts": "export const load = (name: string) => import(name);" })).toEqual([
      "api/x.ts:1 arrow api -> npm (computed) is not in the table",
    ]);
  });
});
