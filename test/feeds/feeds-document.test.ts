import { expect, test } from "vitest";
import { UPDATER_NEEDS } from "../../src/catalog/updater-needs.ts";
import { UPDATERS, type Updater } from "../../src/catalog/updaters.ts";
import type { Feed } from "../../src/feeds/feed.ts";
import { FEEDS } from "../../src/feeds/feeds.ts";
import { SETUPS } from "../../src/feeds/setup/setups.ts";

test("docs/feeds.md is the table of protocols that is answered by (renew it with -u)", async () => {
  await expect(document()).toMatchFileSnapshot("../../docs/feeds.md");
});

test("every protocol has a name, routes and operations of its own", () => {
  const routes = FEEDS.flatMap((feed) => feed.routes);
  for (const all of [FEEDS.map(({ name }) => name), routes.map(({ operationId }) => operationId)]) {
    expect(new Set(all).size).toBe(all.length);
  }
  expect(FEEDS.map(({ name }) => name)).toEqual(UPDATERS);
  for (const { name } of FEEDS) {
    const addresses = addressesOf(name);
    expect(addresses.length).toBeGreaterThan(0);
    for (const address of addresses) expect(address).toMatch(new RegExp(`^/feeds/${name}/`));
  }
});

const BEGINNING = `# Feeds

The updaters in desktop apps ask Sluice in their own protocols. All of them are answered by the same decision as
\`GET /v1/updates/check\`; a feed is only another way to say it. Made from the table in \`src/feeds/feeds.ts\`: renew it
with \`npx vitest run test/feeds/feeds-document.test.ts -u\`.

A feed needs no token. What an updater says of itself is taken where it can be understood, and a feed never fails over the
rest. An unknown organization is answered by the vendor default (R21).
`;

function document(): string {
  return [BEGINNING, overview(), ...FEEDS.map(section)].join("\n");
}

function overview(): string {
  const rows = FEEDS.map(({ name, updaters, spelling }) => {
    const { formats, needs } = UPDATER_NEEDS[name];
    const ofPlatforms = Object.entries(formats).map(([platform, all]) => `${platform}: ${all.join(", ")}`);
    const given = addressesOf(name).map(code).join(" or ");
    return row([name, updaters, given, spelling, ofPlatforms.join("; ") || "any", needs.join("; ")]);
  });
  const head = [
    "protocol",
    "updaters",
    "address that an app is given",
    "versions",
    "formats",
    "a build needs",
  ];
  return [row(head), row(head.map(() => "---")), ...rows, ""].join("\n");
}

function section({ name, routes, noUpdate }: Feed): string {
  const described = routes.flatMap(({ method, files, query, contentTypes }) => [
    `- \`${method} /feeds/${name}/{organization}${files.length > 0 ? "/{file}" : ""}\` answers ${contentTypes.join(", ")}`,
    ...(files.length > 0 ? [`  - \`{file}\`: ${files.map(code).join(", ")}`] : []),
    ...(query.length > 0
      ? [`  - may say, in the query or as pairs in the path: ${query.map(code).join(", ")}`]
      : []),
  ]);
  return [`## ${name}`, "", ...described, `- no update: ${noUpdate}`, ""].join("\n");
}

/** The addresses in the lines that developers write, each once. */
function addressesOf(name: Updater): readonly string[] {
  const app = {
    server: "",
    organization: "ORGANIZATION",
    user: null,
    arch: "x64",
    version: "VERSION",
  } as const;
  const lines = SETUPS[name].frameworks.flatMap(({ platforms, files }) =>
    platforms.slice(0, 1).flatMap((platform) => files({ ...app, platform }).map(({ text }) => text)),
  );
  return [...new Set(lines.flatMap((text) => text.match(/\/feeds\/[^"'`\s<]+/g) ?? []))];
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function code(text: string): string {
  return `\`${text}\``;
}
